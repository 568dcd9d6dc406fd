package io.jenkins.plugins.krate.engine.remote;

import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.EngineException.Kind;
import io.jenkins.plugins.krate.engine.Reason;
import io.jenkins.plugins.krate.engine.Texts;
import java.util.List;
import java.util.stream.Collectors;

/** What an answer means that is not 2xx. */
final class Refusals {

    private final ServerAccess access;

    Refusals(ServerAccess access) {
        this.access = access;
    }

    /** The document of a good answer. */
    Document good(Answer answer) {
        if (answer.isGood()) {
            return Document.of(answer.body());
        }
        throw of(answer);
    }

    /** The refusal that {@code answer} is. */
    EngineException of(Answer answer) {
        Told told = told(answer);
        int status = answer.status();
        if (status >= 300 && status < 400) {
            return new EngineException(
                    Kind.REFUSED,
                    "REDIRECTED",
                    "Krate at %s answers with a redirect, which is not followed: write the address that it leads to"
                            .formatted(access.server()));
        }
        return new EngineException(
                kind(status),
                told.code(),
                "Krate at %s: %s".formatted(access.server(), told.whole()),
                answer.retryAfter());
    }

    private static Kind kind(int status) {
        return switch (status) {
            case 401 -> Kind.UNAUTHENTICATED;
            case 404, 410 -> Kind.NOT_FOUND;
            case 408, 425, 429 -> Kind.UNAVAILABLE;
            default -> status >= 500 || status < 200 ? Kind.UNAVAILABLE : Kind.REFUSED;
        };
    }

    /** What the body says, as far as it can be read. */
    Told told(Answer answer) {
        try {
            Document error = Document.of(answer.body()).object("error");
            List<Reason> reasons = error.objects("reasons").stream()
                    .map(reason -> new Reason(reason.text("code"), clean(place(reason) + reason.text("message"))))
                    .toList();
            String code = error.needed("code");
            String exact = code.equals("REFUSED") && !reasons.isEmpty()
                    ? reasons.get(0).code()
                    : code;
            return new Told(code, exact, clean(error.text("message")), Texts.few(reasons));
        } catch (EngineException e) {
            return new Told("", "HTTP_" + answer.status(), "it answered %d".formatted(answer.status()), List.of());
        }
    }

    private static String place(Document reason) {
        String field = reason.text("field");
        return field.isEmpty() || reason.text("message").startsWith(field) ? "" : field + ": ";
    }

    /** A server that repeats the token does not have it shown. */
    private String clean(String text) {
        return Texts.bounded(text.replace(access.token(), "****"), 1_000);
    }

    /**
     * What a refusal says.
     *
     * @param general the code of the sort of error; empty if the body could not be read
     * @param code the most exact code
     */
    record Told(String general, String code, String message, List<Reason> reasons) {

        /** Nothing was refused. */
        static final Told NOTHING = new Told("", "", "", List.of());

        /** The message with the reasons that say more. */
        String whole() {
            String more = reasons.stream()
                    .map(Reason::message)
                    .filter(text -> !text.equals(message))
                    .collect(Collectors.joining("; "));
            return more.isEmpty() ? message : message + ": " + more;
        }
    }
}
