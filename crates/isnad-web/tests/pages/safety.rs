//! No script, no third party, no forged form, no stranger.

use crate::desk::{Browser, Desk, HOST, TOKEN, all_between, form_token, link};
use axum::http::{Method, StatusCode};

/// Every kind of page, and a refusal.
async fn every_page(browser: &mut Browser) -> Vec<(String, String)> {
    let front = browser.page("/").await;
    let mut addresses = vec![
        "/".to_owned(),
        "/?days=7".to_owned(),
        "/sources".to_owned(),
        "/saved".to_owned(),
        "/search?q=%D8%B3%D9%88%D9%82".to_owned(),
    ];
    for place in ["/story/", "/article/"] {
        addresses.push(link(&front, place));
    }
    for id in 1..=6 {
        addresses.push(format!("/article/{id}"));
    }
    let mut pages = Vec::new();
    for address in addresses {
        let body = browser.page(&address).await;
        pages.push((address, body));
    }
    let refused = browser.get("/article/999").await;
    pages.push(("/article/999".to_owned(), refused.body));
    pages
}

#[tokio::test]
async fn the_policy_of_every_page_forbids_script_inline_style_and_third_parties() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    for address in ["/", "/sources", "/search", "/story/999", "/login", "/none"] {
        let answer = browser.get(address).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with(
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'"
            ),
            "{address}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{address}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
    }
}

#[tokio::test]
async fn pages_hold_nothing_that_the_policy_forbids() {
    let desk = Desk::new();
    for (address, page) in every_page(&mut desk.browser()).await {
        let scripts = all_between(&page, "<script", "</script>");
        assert_eq!(scripts.len(), 1, "{address}");
        let of_ours = scripts[0].strip_prefix(" src=\"/static/keys-");
        assert!(
            of_ours.is_some_and(|rest| rest.ends_with(".js\" defer>")),
            "{address}: {}",
            scripts[0]
        );
        for forbidden in [
            "<style",
            " style=\"",
            " onclick",
            " onerror=\"",
            "<iframe",
            "<img",
            "@import",
        ] {
            assert!(!page.contains(forbidden), "{address} has {forbidden}");
        }
        for style in all_between(&page, "<link ", ">") {
            let is_feed = style.starts_with("rel=\"alternate\"") && style.contains("href=\"/feed/");
            assert!(is_feed || style.contains("href=\"/static/"), "{address}: {style}");
        }
        for target in all_between(&page, " action=\"", "\"") {
            assert!(target.starts_with('/'), "{address}: {target}");
        }
        assert_eq!(
            page.matches(" src=\"").count(),
            1,
            "{address} loads something besides the keys"
        );
    }
}

#[tokio::test]
async fn text_of_outlets_is_never_markup() {
    let desk = Desk::new();
    let mut seen = 0;
    for (address, page) in every_page(&mut desk.browser()).await {
        seen += page.matches("alert(").count();
        assert!(
            page.matches("<script").count() == 1 && !page.contains("<img"),
            "{address}"
        );
        assert!(!page.contains("href=\"javascript:"), "{address}");
    }
    assert!(seen > 5, "the hostile text was shown {seen} times");
}

#[tokio::test]
async fn nothing_that_an_outlet_wrote_is_answered_as_script() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let front = browser.page("/").await;
    let script = all_between(&front, "<script src=\"", "\"")[0].to_owned();
    assert!(
        browser
            .get(&script)
            .await
            .header("content-type")
            .starts_with("text/javascript")
    );
    let search = browser.page("/search?q=is:unread").await;
    for address in [
        "/api/v1/captures/6".to_owned(),
        link(&search, "/feed/"),
        "/api/v1/search?q=is:unread".to_owned(),
    ] {
        let answer = browser.get(&address).await;
        assert!(answer.body.contains("alert("), "{address}");
        assert!(!answer.header("content-type").contains("javascript"), "{address}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
    }
}

#[tokio::test]
async fn every_form_that_changes_something_carries_a_token() {
    let desk = Desk::with(Vec::new(), Some(TOKEN));
    let mut stranger = desk.browser();
    let mut pages = vec![stranger.page("/login").await];
    pages.extend(
        every_page(&mut Desk::new().browser())
            .await
            .into_iter()
            .map(|(_, page)| page),
    );
    let mut forms = 0;
    for page in &pages {
        for form in all_between(page, "<form ", "</form>") {
            if form.contains("method=\"post\"") {
                assert_eq!(form.matches("name=\"form_token\" value=\"").count(), 1, "{form}");
                forms += 1;
            }
        }
    }
    assert!(forms >= 10, "only {forms}: log in, sources, marks, searches");
}

#[tokio::test]
async fn a_form_without_the_visitors_own_token_changes_nothing() {
    let desk = Desk::new();
    let (mut owner, mut stranger) = (desk.browser(), desk.browser());
    let own = form_token(&owner.page("/sources").await).to_owned();
    let foreign = form_token(&stranger.page("/sources").await).to_owned();
    assert_ne!(own, foreign);
    for token in ["", "0", foreign.as_str()] {
        for change in [
            "/sources/1/pause",
            "/sources/1/delete",
            "/sources/1/rename",
            "/sources",
            "/searches",
            "/story/1/split",
            "/story/1/merge",
            "/decision/1/undo",
        ] {
            let fields = [
                ("article", "1"),
                ("other", "5"),
                ("form_token", token),
                ("name", "x"),
                ("url", "https://marsad.example/other"),
                ("q", "x"),
            ];
            let refused = owner.post(change, &fields).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{change} with «{token}»");
        }
    }
    assert_eq!(
        owner.post("/sources/1/pause", &[]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let page = owner.page("/sources").await;
    assert!(page.contains("/sources/1/pause") && page.contains("مرصد الساحل"));
    let done = owner.post("/sources/1/pause", &[("form_token", &own)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn with_a_token_pages_ask_to_log_in_once() {
    let desk = Desk::with(Vec::new(), Some(TOKEN));
    let mut browser = desk.browser();
    let sent_away = browser.get("/sources?x=1").await;
    assert_eq!(sent_away.status, StatusCode::SEE_OTHER);
    assert_eq!(sent_away.header("location"), "/login?back=%2Fsources%3Fx%3D1");
    let login = browser.page("/login?back=%2Fsources").await;
    let token = form_token(&login).to_owned();
    let wrong = browser
        .post("/login", &[("form_token", &token), ("token", "0123456789abcdefgx")])
        .await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    assert!(wrong.body.contains("ليس هذا هو الرمز"));
    assert_eq!(
        browser.get("/sources").await.status,
        StatusCode::SEE_OTHER,
        "still a stranger"
    );
    let forged = browser.post("/login", &[("form_token", "x"), ("token", TOKEN)]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let right = browser
        .post(
            "/login",
            &[("form_token", &token), ("token", TOKEN), ("back", "/sources")],
        )
        .await;
    assert_eq!(
        (right.status, right.header("location")),
        (StatusCode::SEE_OTHER, "/sources")
    );
    let cookie = right.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    assert!(!cookie.contains(TOKEN), "the cookie does not tell the token");
    browser.page("/sources").await;
    let change = browser.ask(Method::POST, "/api/v1/sources", HOST, "").await;
    assert_eq!(
        change.status,
        StatusCode::UNAUTHORIZED,
        "the cookie does not change anything by the API"
    );
}

#[tokio::test]
async fn who_logs_out_is_a_stranger_again() {
    let desk = Desk::with(Vec::new(), Some(TOKEN));
    let mut browser = desk.browser();
    let token = form_token(&browser.page("/login").await).to_owned();
    browser
        .post("/login", &[("form_token", &token), ("token", TOKEN)])
        .await;
    assert!(browser.page("/").await.contains("href=\"/logout\""));
    let asked = browser.page("/logout").await;
    let forged = browser.post("/logout", &[("form_token", "x")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    browser.page("/sources").await;
    let done = browser.post("/logout", &[("form_token", form_token(&asked))]).await;
    assert_eq!(
        (done.status, done.header("location")),
        (StatusCode::SEE_OTHER, "/login")
    );
    assert!(done.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(browser.get("/sources").await.status, StatusCode::SEE_OTHER);
    assert!(
        !Desk::new().browser().page("/").await.contains("/logout"),
        "without a token there is nothing to leave"
    );
}

#[tokio::test]
async fn refusals_speak_the_language_of_the_interface() {
    let desk = Desk::new();
    for (address, arabic, english) in [
        ("/article/999", "لا نص برقم 999.", "no article 999"),
        ("/story/999", "لا قصة برقم 999.", "no story 999"),
        ("/nowhere", "لا شيء تحت هذا العنوان.", "there is nothing at this address"),
        ("/?day=2031-99-01", "«2031-99-01» ليس يوما", "is not a day"),
        ("/article/x", "العنوان أو النموذج ناقص أو فيه خطأ.", "Cannot parse"),
    ] {
        let page = desk.browser().get(address).await.body;
        assert!(page.contains(arabic), "{address}: {page}");
        let page = desk.browser().reading("en").get(address).await.body;
        assert!(page.contains(english), "{address}: {page}");
    }
}

#[tokio::test]
async fn a_login_leads_to_no_other_server() {
    let desk = Desk::with(Vec::new(), Some(TOKEN));
    let mut browser = desk.browser();
    let token = form_token(&browser.page("/login?back=//evil.example/").await).to_owned();
    for back in ["//evil.example/", "https://evil.example/", "/\\evil.example"] {
        let done = browser
            .post("/login", &[("form_token", &token), ("token", TOKEN), ("back", back)])
            .await;
        assert_eq!(done.header("location"), "/", "{back}");
    }
}

#[tokio::test]
async fn pages_answer_only_under_the_servers_own_names() {
    let desk = Desk::new();
    for address in ["/", "/sources", "/login", "/language/en"] {
        let answer = desk.browser().ask(Method::GET, address, "evil.example", "").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{address}");
        assert!(!answer.body.contains("form_token"), "{address}");
    }
}

#[tokio::test]
async fn a_page_that_was_made_for_one_carries_the_forms_of_who_asks() {
    let desk = Desk::new();
    let (mut one, mut other) = (desk.browser(), desk.browser());
    let first = one.page("/").await;
    let second = other.page("/").await;
    let tokens = [form_token(&first).to_owned(), form_token(&second).to_owned()];
    assert_ne!(tokens[0], tokens[1]);
    assert!(!second.contains(&tokens[0]), "the forms of one are shown to another");
    assert_eq!(first.replace(&tokens[0], ""), second.replace(&tokens[1], ""));
    // both may send what they were given
    for (browser, token) in [(&mut one, &tokens[0]), (&mut other, &tokens[1])] {
        let fields = [("form_token", token.as_str()), ("q", "سوق")];
        let kept = browser.post("/searches", &fields).await;
        assert!(kept.status.is_redirection(), "{}", kept.body);
        let again = browser.page("/").await;
        assert_eq!(form_token(&again), token, "the visitor stays who he is");
    }
}
