//! The style sheet, the script of keys and the icon, under names that their contents give: they may be kept for ever.

use crate::error::ApiError;
use crate::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// A file that pages load.
struct Asset {
    name: String,
    media_type: &'static str,
    text: &'static str,
}

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let text = include_str!("../../static/reader.css");
    Asset::of("reader", "css", "text/css; charset=utf-8", text)
});

static KEYS: LazyLock<Asset> = LazyLock::new(|| {
    let text = include_str!("../../static/keys.js");
    Asset::of("keys", "js", "text/javascript; charset=utf-8", text)
});

static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::of("icon", "svg", "image/svg+xml", include_str!("../../static/icon.svg")));

impl Asset {
    fn of(name: &str, ending: &str, media_type: &'static str, text: &'static str) -> Asset {
        let digest = Sha256::digest(text);
        let hash: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        Asset {
            name: format!("{name}-{hash}.{ending}"),
            media_type,
            text,
        }
    }
}

/// The name of the style sheet below `/static/`.
pub(super) fn style() -> &'static str {
    &STYLE.name
}

/// The name of the script of keys below `/static/`.
pub(super) fn keys() -> &'static str {
    &KEYS.name
}

/// The name of the icon below `/static/`.
pub(super) fn icon() -> &'static str {
    &ICON.name
}

/// `GET /static/{name}`.
pub(super) async fn asset(Path(name): Path<String>) -> Result<Response, ApiError> {
    let known = [&STYLE, &KEYS, &ICON].into_iter().find(|asset| asset.name == name);
    let asset = known.ok_or_else(|| ApiError::not_found(format!("no file {name}")))?;
    let headers = [
        (CONTENT_TYPE, asset.media_type),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.text).into_response())
}
