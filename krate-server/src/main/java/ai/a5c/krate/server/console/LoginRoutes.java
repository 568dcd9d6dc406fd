package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.server.auth.Access;
import ai.a5c.krate.server.auth.LoginCodes;
import ai.a5c.krate.server.auth.Sessions;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.Gate;
import ai.a5c.krate.server.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** In and out of the console. */
public final class LoginRoutes implements Routes {

    private final Gate gate;
    private final Door door;
    private final Sessions sessions;
    private final LoginCodes codes;
    private final Pages pages;

    public LoginRoutes(Gate gate, ResourceDesk desk, Sessions sessions, LoginCodes codes, Pages pages) {
        this.gate = gate;
        this.door = new Door(gate, desk);
        this.sessions = sessions;
        this.codes = codes;
        this.pages = pages;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/", this::start);
        routes.get("/login", this::form);
        routes.post("/login", this::login);
        routes.post("/logout", this::logout);
    }

    private void start(Context context) {
        Optional<Access> access = gate.bySession(context);
        if (access.isEmpty()) {
            to(context, "/login");
            return;
        }
        List<String> organizations = door.organizations(access.get());
        if (organizations.isEmpty()) {
            Shell shell = new Shell("Welcome", "", List.of(), access.get().name(), csrf(context), "", 0);
            pages.show(context, "welcome.jte", Map.of("shell", shell));
        } else {
            to(context, "/orgs/" + organizations.get(0) + "/agents/runs");
        }
    }

    private String csrf(Context context) {
        return gate.session(context).map(session -> session.csrf()).orElse("");
    }

    private void form(Context context) {
        String next =
                Links.local(Optional.ofNullable(context.queryParam("next")).orElse("/"));
        String code = Optional.ofNullable(context.queryParam("code")).orElse("");
        Optional<String> token = code.isEmpty() ? Optional.empty() : codes.redeem(code);
        if (token.isPresent()) {
            enter(context, token.get(), next);
            return;
        }
        show(context, next, code.isEmpty() ? "" : "The link was used already or is too old; log in with a token.");
    }

    private void login(Context context) {
        Door.sameSite(context);
        String next = Links.local(Optional.ofNullable(context.formParam("next")).orElse("/"));
        String presented =
                Optional.ofNullable(context.formParam("token")).orElse("").strip();
        try {
            enter(context, gate.entering(context, presented).id(), next);
        } catch (ApiException e) {
            context.status(e.error().code().status());
            show(context, next, sentence(e.error().message()));
        }
    }

    private static String sentence(String message) {
        return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    }

    private void show(Context context, String next, String problem) {
        pages.show(context, "login.jte", Map.of("shell", Shell.bare("Log in"), "next", next, "problem", problem));
    }

    private void enter(Context context, String tokenId, String next) {
        Optional.ofNullable(context.cookie(Gate.COOKIE)).ifPresent(sessions::close);
        context.cookie(cookie(context, sessions.open(tokenId), (int) Sessions.LIFETIME.toSeconds()));
        to(context, next);
    }

    private void logout(Context context) {
        Door.sameSite(context);
        String presented = Optional.ofNullable(context.formParam("csrf")).orElse("");
        if (gate.session(context).filter(session -> session.accepts(presented)).isPresent()) {
            Optional.ofNullable(context.cookie(Gate.COOKIE)).ifPresent(sessions::close);
            context.cookie(cookie(context, "", 0));
        }
        to(context, "/login");
    }

    private static Cookie cookie(Context context, String value, int seconds) {
        Cookie cookie = new Cookie(Gate.COOKIE, value);
        cookie.setPath("/");
        cookie.setMaxAge(seconds);
        cookie.setHttpOnly(true);
        cookie.setSecure(context.req().isSecure());
        cookie.setSameSite(SameSite.LAX);
        return cookie;
    }

    private static void to(Context context, String path) {
        context.status(303).header("Location", path);
    }
}
