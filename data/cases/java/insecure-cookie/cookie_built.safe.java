package shop.web;

import org.springframework.http.ResponseCookie;

public class Remember {

    public ResponseCookie of(String token) {
        ResponseCookie.ResponseCookieBuilder cookie = ResponseCookie.from("remember", token);
        cookie.httpOnly(true).path("/");
        cookie.secure(true);
        return cookie.build(); // <-- finding
    }
}
