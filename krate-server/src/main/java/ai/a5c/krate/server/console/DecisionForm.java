package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.ApprovalDesk;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** The form under an approval. */
final class DecisionForm {

    private DecisionForm() {}

    static ApprovalDesk.Request read(Context context, String namespace) {
        String decision = text(context, "decision");
        if (!decision.equals("approve") && !decision.equals("deny")) {
            throw new ApiException(ErrorCode.BAD_REQUEST, "choose approve or deny");
        }
        boolean approve = decision.equals("approve");
        List<Integer> ordinals = context.formParams("action").stream()
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(Integer::parseInt)
                .toList();
        if (approve && ordinals.isEmpty() && !text(context, "actions").equals("0")) {
            throw new ApiException(ErrorCode.BAD_REQUEST, "choose at least one action to approve");
        }
        return new ApprovalDesk.Request(
                namespace,
                context.pathParam("approval"),
                approve,
                approve ? ordinals : List.of(),
                text(context, "comment"),
                digest(text(context, "bindingDigest")));
    }

    private static String digest(String text) {
        if (!text.matches("sha256:[0-9a-f]{64}")) {
            throw new ApiException(ErrorCode.BAD_REQUEST, "the form does not say what was shown; reload the page");
        }
        return text;
    }

    private static String text(Context context, String name) {
        return Optional.ofNullable(context.formParam(name)).orElse("").strip();
    }
}
