package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.server.auth.Access;
import ai.a5c.krate.server.auth.LoginThrottle;
import ai.a5c.krate.server.auth.Session;
import ai.a5c.krate.server.auth.Sessions;
import ai.a5c.krate.server.auth.TokenScope;
import ai.a5c.krate.server.auth.Tokens;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Decides who a request comes from and which organization it may see. */
public final class Gate {

    /** The console's cookie. */
    public static final String COOKIE = "krate_session";

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private final Tokens tokens;
    private final Sessions sessions;
    private final LoginThrottle throttle;
    private final ResourceDesk desk;

    public Gate(Tokens tokens, Sessions sessions, LoginThrottle throttle, ResourceDesk desk) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.throttle = throttle;
        this.desk = desk;
    }

    /** Whoever asks, by token; to read, the console's session will do. No token that is for a few things alone. */
    public Access access(Context context) {
        Access access = any(context);
        if (access.isNarrow()) {
            throw new ApiException(
                    ErrorCode.POLICY_DENIED, "the token is for a few things alone, and this is none of them");
        }
        return access;
    }

    private Access any(Context context) {
        String header = Optional.ofNullable(context.header("Authorization")).orElse("");
        if (header.startsWith(BEARER)) {
            return presented(context, header.substring(BEARER.length()).strip());
        }
        if (header.startsWith(BASIC)) {
            return presented(context, password(header.substring(BASIC.length()).strip()));
        }
        Optional<Access> reader = context.method().equals(HandlerType.GET) ? bySession(context) : Optional.empty();
        return reader.orElseThrow(
                () -> new ApiException(ErrorCode.UNAUTHENTICATED, "send a token as Authorization: Bearer krt_..."));
    }

    /**
     * The token that stands in the place of a password. Clients that send no bearer token over plain HTTP, as {@code
     * kubectl}, send what stands in the address of the server.
     */
    private static String password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** What a token that opens the console may do. */
    public Access entering(Context context, String token) {
        Access access = presented(context, token);
        if (access.isNarrow()) {
            throw new ApiException(ErrorCode.POLICY_DENIED, "the token is for programs; it opens no console");
        }
        return access;
    }

    /** What a token presented at this request may do; counts wrong ones against the address. */
    private Access presented(Context context, String token) {
        String address = address(context);
        Duration wait = throttle.wait(address);
        if (!wait.isZero()) {
            context.header("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
            throw new ApiException(ErrorCode.RATE_LIMITED, "too many wrong tokens; try again later");
        }
        return tokens.authenticate(token).orElseThrow(() -> {
            throttle.wrong(address);
            return new ApiException(ErrorCode.UNAUTHENTICATED, "the token is unknown or has expired");
        });
    }

    /** The console session of a request. */
    public Optional<Session> session(Context context) {
        return Optional.ofNullable(context.cookie(COOKIE)).flatMap(sessions::find);
    }

    /** What the console session of a request may do now. */
    public Optional<Access> bySession(Context context) {
        return session(context).flatMap(session -> tokens.stillHolds(session.tokenId()));
    }

    /** The caller in the organization that the path, the header or the token names. */
    Scope read(Context context) {
        Access access = access(context);
        String organization = organization(context, access);
        return scope(access, organization, Caller.Road.API);
    }

    /** As {@link #read}, for every token that there is. */
    Scope see(Context context) {
        Access access = any(context);
        return scope(access, organization(context, access), Caller.Road.API);
    }

    /** As {@link #read}, also for tokens that are for {@code scope} alone. */
    Scope read(Context context, TokenScope scope) {
        Access access = scoped(context, scope);
        return scope(access, organization(context, access), Caller.Road.API);
    }

    /** As {@link #write}, also for tokens that are for {@code scope} alone. */
    Scope write(Context context, TokenScope scope) {
        Access access = scoped(context, scope);
        if (!access.isNarrow() && !access.write()) {
            throw readOnly();
        }
        return scope(access, organization(context, access), Caller.Road.API);
    }

    /** Whether the token may decide for users of a Jenkins; otherwise it decides in its own name, whomever it tells of. */
    boolean speaksForJenkins(Context context) {
        return any(context).may(TokenScope.JENKINS_USERS);
    }

    private Access scoped(Context context, TokenScope scope) {
        Access access = any(context);
        if (!access.may(scope)) {
            throw new ApiException(
                    ErrorCode.POLICY_DENIED,
                    "the token lacks the scope %s; ask an administrator for one that has it".formatted(scope.word()));
        }
        return access;
    }

    /** As {@link #read}, for a request that changes something. */
    Scope write(Context context) {
        Access access = writing(context);
        return scope(access, organization(context, access), Caller.Road.API);
    }

    /** Whoever asks to change something, whatever the organization. */
    Access writing(Context context) {
        Access access = access(context);
        if (!access.write()) {
            throw readOnly();
        }
        return access;
    }

    private static ApiException readOnly() {
        return new ApiException(
                ErrorCode.POLICY_DENIED, "the token may only read; ask an administrator for one that may write");
    }

    /** Whether the token of {@code access} may still do what it could when it was presented. */
    public boolean stillHolds(Access access) {
        return tokens.stillHolds(access.id()).filter(access::equals).isPresent();
    }

    /** The organization of {@code access} under that slug; a foreign one is answered as a missing one. */
    public Scope scope(Access access, String organization, Caller.Road road) {
        Optional<String> namespace = access.mayIn(organization) ? desk.namespaceOf(organization) : Optional.empty();
        return namespace
                .map(found -> new Scope(access, organization, found, access.caller(road)))
                .orElseThrow(Gate::noOrganization);
    }

    static ApiException noOrganization() {
        return new ApiException(ErrorCode.ORG_NOT_FOUND, "there is no such organization");
    }

    static String organization(Context context, Access access) {
        String path = context.pathParamMap().getOrDefault("org", "");
        if (!path.isEmpty()) {
            return path;
        }
        String header = Optional.ofNullable(context.header("X-Krate-Org")).orElse("");
        if (header.isEmpty() && access.organizations().size() == 1) {
            return access.organizations().iterator().next();
        }
        if (header.isEmpty()) {
            throw new ApiException(ErrorCode.ORG_REQUIRED, "name the organization in the header X-Krate-Org");
        }
        return header;
    }

    private static String address(Context context) {
        return Optional.ofNullable(context.req().getRemoteAddr()).orElse("");
    }
}
