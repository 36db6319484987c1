//! Reading requests: axum's extractors, with refusals in the API's own form.

use crate::error::ApiError;
use axum::extract::rejection::{FormRejection, JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// What the address carries in its path.
pub(crate) struct Path<T>(pub(crate) T);

/// What the address carries behind `?`.
pub(crate) struct Parameters<T>(pub(crate) T);

/// A JSON body.
pub(crate) struct Body<T>(pub(crate) T);

/// The fields of a form with a file.
pub(crate) struct Upload(Vec<(String, axum::body::Bytes)>);

impl Upload {
    /// The bytes of a field.
    pub(crate) fn bytes(&self, name: &str) -> Result<&[u8], ApiError> {
        let found = self.0.iter().find(|(known, _)| known == name);
        let missing = || ApiError::bad_request(format!("the form lacks «{name}»"));
        found.map(|(_, bytes)| bytes.as_ref()).ok_or_else(missing)
    }

    /// The text of a field.
    pub(crate) fn field(&self, name: &str) -> Result<&str, ApiError> {
        std::str::from_utf8(self.bytes(name)?).map_err(ApiError::bad_request)
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let form = axum::extract::Multipart::from_request(request, state).await;
        let mut form = form.map_err(|why| ApiError::refused(why.status(), why.body_text()))?;
        let refused = |why: axum::extract::multipart::MultipartError| ApiError::refused(why.status(), why.body_text());
        let mut fields = Vec::new();
        while let Some(field) = form.next_field().await.map_err(refused)? {
            let name = field.name().unwrap_or_default().to_owned();
            fields.push((name, field.bytes().await.map_err(refused)?));
        }
        Ok(Upload(fields))
    }
}

/// The fields of a form.
pub(crate) struct Fields<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let read: Result<axum::extract::Path<T>, PathRejection> =
            axum::extract::Path::from_request_parts(parts, state).await;
        let value = read.map_err(|why| ApiError::refused(why.status(), why.body_text()))?;
        Ok(Path(value.0))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Parameters<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let read: Result<axum::extract::Query<T>, QueryRejection> =
            axum::extract::Query::from_request_parts(parts, state).await;
        let value = read.map_err(|why| ApiError::refused(why.status(), why.body_text()))?;
        Ok(Parameters(value.0))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let read: Result<axum::Json<T>, JsonRejection> = axum::Json::from_request(request, state).await;
        let value = read.map_err(|why| ApiError::refused(why.status(), why.body_text()))?;
        Ok(Body(value.0))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Fields<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let read: Result<axum::Form<T>, FormRejection> = axum::Form::from_request(request, state).await;
        let value = read.map_err(|why| ApiError::refused(why.status(), why.body_text()))?;
        Ok(Fields(value.0))
    }
}
