//! The one style sheet, under a name that its content gives: it may be kept for ever.

use crate::error::ApiError;
use crate::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const STYLE: &str = include_str!("../../static/reader.css");

/// The address of the style sheet.
pub(super) static ADDRESS: LazyLock<String> = LazyLock::new(|| {
    let digest = Sha256::digest(STYLE);
    format!(
        "/static/reader-{:02x}{:02x}{:02x}{:02x}.css",
        digest[0], digest[1], digest[2], digest[3]
    )
});

/// `GET /static/{name}`.
pub(super) async fn style(Path(name): Path<String>) -> Result<Response, ApiError> {
    if ADDRESS.rsplit('/').next() != Some(name.as_str()) {
        return Err(ApiError::not_found(format!("no file {name}")));
    }
    let headers = [
        (CONTENT_TYPE, "text/css; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, STYLE).into_response())
}
