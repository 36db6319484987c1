//! `GET /api/v1/captures/{id}`: the raw bytes as they arrived.

use crate::app::App;
use crate::error::{ApiError, ErrorBody};
use crate::extract::Path;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use isnad_model::CaptureId;
use isnad_store::StoreError;

/// The bytes of a capture, as a file: a browser never shows them as a page of this server.
#[utoipa::path(get, path = "/api/v1/captures/{id}", tag = "reading", params(("id" = i64, Path)), responses(
    (status = 200, content_type = "application/octet-stream", description = "The bytes; `x-isnad-url`, `x-isnad-captured` and `x-isnad-content-type` say where, when and what."),
    (status = 404, body = ErrorBody),
))]
pub(super) async fn raw(State(app): State<App>, Path(id): Path<i64>) -> Result<Response, ApiError> {
    let stored = app
        .read(move |finder| match finder.store().read_capture(CaptureId(id)) {
            Ok(stored) => Ok(stored),
            Err(StoreError::Refused(_)) => Err(ApiError::not_found(format!("no capture {id}"))),
            Err(error) => Err(error.into()),
        })
        .await?;
    let capture = stored.capture;
    let facts = [
        ("x-isnad-url", capture.url.unwrap_or_default()),
        ("x-isnad-captured", capture.captured),
        ("x-isnad-content-type", capture.content_type.unwrap_or_default()),
    ];
    let mut response = (
        [
            (CONTENT_TYPE, "application/octet-stream".to_owned()),
            (CONTENT_DISPOSITION, format!("attachment; filename=\"capture-{id}\"")),
            (CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
        ],
        capture.body,
    )
        .into_response();
    for (name, value) in facts {
        // a value that no header can carry (a line feed in an address) is left out
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}
