//! What a request gets when it cannot be answered.

use axum::http::StatusCode;
use axum::http::header::{HeaderValue, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use isnad_engine::{EngineError, FetchError};
use isnad_search::{QueryError, SearchError};
use isnad_store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;

/// The body of every answer that is no success.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ErrorBody {
    /// What is wrong, for people.
    pub(crate) error: String,
    /// For a query: the character at which it stops being one, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<usize>,
    /// For pages: the key of the reason in the interface's language, and what is filled in.
    #[serde(skip)]
    pub(crate) told: Option<(&'static str, String)>,
}

/// An answer that is no success.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    body: ErrorBody,
}

impl ApiError {
    fn new(status: StatusCode, error: impl ToString) -> ApiError {
        ApiError {
            status,
            body: ErrorBody {
                error: error.to_string(),
                position: None,
                told: None,
            },
        }
    }

    /// The same with a reason that pages tell in the interface's language: the key of its words, and what stands
    /// at their `{x}`.
    pub(crate) fn told(mut self, key: &'static str, x: impl ToString) -> ApiError {
        self.body.told = Some((key, x.to_string()));
        self
    }

    /// 404: `what` is not there.
    pub(crate) fn not_found(what: impl ToString) -> ApiError {
        ApiError::new(StatusCode::NOT_FOUND, what)
    }

    /// 400: the request does not fit.
    pub(crate) fn bad_request(why: impl ToString) -> ApiError {
        ApiError::new(StatusCode::BAD_REQUEST, why)
    }

    /// The request cannot be read: axum's status and words.
    pub(crate) fn refused(status: StatusCode, why: impl ToString) -> ApiError {
        ApiError::new(status, why)
    }

    /// 405: the address is there, for other methods.
    pub(crate) fn no_such_method() -> ApiError {
        ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "this address has no such method")
    }

    /// 403: this server does not change anything.
    pub(crate) fn read_only() -> ApiError {
        ApiError::new(
            StatusCode::FORBIDDEN,
            "this server only reads; start it without --read-only",
        )
        .told("reason.read_only", "")
    }

    /// 403: the guard refuses.
    pub(crate) fn forbidden(why: impl ToString) -> ApiError {
        ApiError::new(StatusCode::FORBIDDEN, why)
    }

    /// 401: no or a wrong token.
    pub(crate) fn unauthorized() -> ApiError {
        ApiError::new(
            StatusCode::UNAUTHORIZED,
            "send the token as `authorization: bearer token`",
        )
    }

    /// 500, logged; what went wrong is told in the log only.
    pub(crate) fn internal(error: &dyn std::fmt::Display) -> ApiError {
        tracing::error!(%error, "request failed");
        ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "the server failed; its log says why")
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        // pages show the body in their own form
        let body = self.body.clone();
        let mut response = (self.status, Extension(body), Json(self.body)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
        }
        response
    }
}

impl From<QueryError> for ApiError {
    fn from(error: QueryError) -> ApiError {
        let mut answer = ApiError::bad_request(&error);
        answer.body.position = Some(error.position);
        answer
    }
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> ApiError {
        match error {
            EngineError::Fetch(FetchError::Address { .. }) => ApiError::bad_request(error).told("reason.address", ""),
            EngineError::Fetch(FetchError::PrivateAddress { .. }) => {
                ApiError::bad_request(error).told("reason.private_address", "")
            }
            EngineError::List(_) => ApiError::bad_request(error),
            EngineError::Fetch(FetchError::Robots { .. }) => {
                ApiError::new(StatusCode::BAD_GATEWAY, error).told("reason.robots", "")
            }
            EngineError::NoFeed { .. } => ApiError::new(StatusCode::BAD_GATEWAY, error).told("reason.no_feed", ""),
            EngineError::Store(refusal) => refusal.into(),
            EngineError::Fetch(_) => ApiError::new(StatusCode::BAD_GATEWAY, error),
            other => ApiError::internal(&other),
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> ApiError {
        match error {
            StoreError::Refused(why) => ApiError::new(StatusCode::CONFLICT, why),
            other => ApiError::internal(&other),
        }
    }
}

impl From<SearchError> for ApiError {
    fn from(error: SearchError) -> ApiError {
        ApiError::internal(&error)
    }
}
