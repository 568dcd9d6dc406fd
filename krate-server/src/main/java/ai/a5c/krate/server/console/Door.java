package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.core.Organization;
import ai.a5c.krate.server.auth.Access;
import ai.a5c.krate.server.auth.Session;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.Gate;
import ai.a5c.krate.server.http.Scope;
import ai.a5c.krate.store.Query;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Lets people with a session in, and forms that carry the session's token. */
final class Door {

    private final Gate gate;
    private final ResourceDesk desk;

    Door(Gate gate, ResourceDesk desk) {
        this.gate = gate;
        this.desk = desk;
    }

    /** The visit that a request is part of; empty after sending the visitor to the login page. */
    Optional<Visit> visit(Context context) {
        Optional<Access> access = gate.bySession(context);
        if (access.isEmpty()) {
            toLogin(context);
            return Optional.empty();
        }
        Session session = gate.session(context).orElseThrow();
        Scope scope = gate.scope(access.get(), context.pathParam("org"), Caller.Road.CONSOLE);
        return Optional.of(new Visit(session, scope));
    }

    /** As {@link #visit} for a form that changes nothing; refuses one from elsewhere. */
    Optional<Visit> question(Context context) {
        sameSite(context);
        Optional<Visit> visit = visit(context);
        visit.ifPresent(found -> {
            if (!found.session()
                    .accepts(Optional.ofNullable(context.formParam("csrf")).orElse(""))) {
                throw new ApiException(ErrorCode.FORM_EXPIRED, "the form is from another session; go back and reload");
            }
        });
        return visit;
    }

    /** As {@link #question} for a form that changes something; refuses one that may not write. */
    Optional<Visit> form(Context context) {
        Optional<Visit> visit = question(context);
        visit.ifPresent(found -> {
            if (!found.scope().access().write()) {
                throw new ApiException(
                        ErrorCode.POLICY_DENIED,
                        "%s may only read; an administrator can issue a token that may write"
                                .formatted(found.scope().access().name()));
            }
        });
        return visit;
    }

    /** Refuses a form that a browser sends for another site. */
    static void sameSite(Context context) {
        String origin = Optional.ofNullable(context.header("Origin")).orElse("");
        String host = Optional.ofNullable(context.header("Host")).orElse("");
        if (!origin.isEmpty() && !origin.equals("http://" + host) && !origin.equals("https://" + host)) {
            throw new ApiException(ErrorCode.FORM_EXPIRED, "the form was sent from another site");
        }
    }

    /** Slugs that the visitor may see. */
    List<String> organizations(Access access) {
        return access.administrator()
                ? desk.list(Query.all("Organization")).items().stream()
                        .map(found -> ((Organization) found).spec().slug())
                        .sorted()
                        .toList()
                : access.organizations().stream().sorted().toList();
    }

    private static void toLogin(Context context) {
        String query = Optional.ofNullable(context.queryString())
                .map(text -> "?" + text)
                .orElse("");
        String next = URLEncoder.encode(context.path() + query, StandardCharsets.UTF_8);
        context.status(303).header("Location", "/login?next=" + next);
    }
}
