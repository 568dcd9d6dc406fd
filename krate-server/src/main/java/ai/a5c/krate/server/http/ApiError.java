package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.store.StoreUnavailableException;
import ai.a5c.krate.store.VersionConflictException;
import ai.a5c.krate.store.VersionGoneException;
import ai.a5c.krate.validate.InvalidDocumentException;
import io.javalin.http.HttpResponseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller is told of a failure.
 *
 * @param resource as {@code Kind/namespace/name}, or empty
 */
public record ApiError(ErrorCode code, String message, String resource, List<ErrorReason> reasons) {

    public ApiError {
        reasons = List.copyOf(reasons);
    }

    /** One cause; {@code field} is a path such as {@code $.spec.adapter}, or empty. */
    public record ErrorReason(String code, String field, String message) {}

    /** The error that an exception means; empty for what must not be told. */
    public static Optional<ApiError> of(Exception exception) {
        if (exception instanceof ApiException known) {
            return Optional.of(known.error());
        }
        if (exception instanceof InvalidDocumentException invalid) {
            return Optional.of(of(invalid));
        }
        if (exception instanceof RefusedException refused) {
            return Optional.of(refused(refused.code(), String.valueOf(refused.getMessage())));
        }
        if (exception instanceof HttpResponseException response) {
            return Optional.of(of(response));
        }
        return simple(exception).map(code -> new ApiError(code, String.valueOf(exception.getMessage()), "", List.of()));
    }

    private static Optional<ErrorCode> simple(Exception exception) {
        if (exception instanceof InvalidJsonException) {
            return Optional.of(ErrorCode.INVALID_BODY);
        }
        if (exception instanceof VersionConflictException) {
            return Optional.of(ErrorCode.CONFLICT);
        }
        return exception instanceof VersionGoneException ? Optional.of(ErrorCode.GONE) : Optional.empty();
    }

    private static ApiError of(InvalidDocumentException invalid) {
        List<ErrorReason> reasons = invalid.faults().stream()
                .map(fault -> new ErrorReason("INVALID_FIELD", fault.path(), fault.message()))
                .toList();
        return new ApiError(
                ErrorCode.INVALID_RESOURCE, "the document has %d fault(s)".formatted(reasons.size()), "", reasons);
    }

    private static ApiError of(HttpResponseException response) {
        ErrorCode code = ErrorCode.ofStatus(response.getStatus());
        String message = switch (code) {
            case NOT_FOUND -> "there is nothing at this address";
            case METHOD_NOT_ALLOWED -> "this address does not answer that method";
            case TOO_LARGE -> "the body is too large";
            default -> "the request cannot be answered";
        };
        return new ApiError(code, message, "", List.of());
    }

    /** The error for a refusal of the engine; its own code stays in the reasons. */
    static ApiError refused(String code, String message) {
        ErrorCode known = ErrorCode.named(code).orElse(ErrorCode.REFUSED);
        return known == ErrorCode.NOT_FOUND
                ? ApiException.missing("").error()
                : new ApiError(known, message, "", List.of(new ErrorReason(code, field(message), message)));
    }

    /** The path that a message begins with, or empty. */
    private static String field(String message) {
        int end = message.indexOf(' ');
        return message.startsWith("$.") && end > 0 ? message.substring(0, end) : "";
    }

    /** What stands for everything else. */
    public static ApiError unexpected(Exception exception) {
        return exception instanceof StoreUnavailableException
                ? new ApiError(ErrorCode.UNAVAILABLE, "the database cannot be reached; try again", "", List.of())
                : new ApiError(
                        ErrorCode.INTERNAL,
                        "something went wrong here; the log has more under the correlation id",
                        "",
                        List.of());
    }

    /** The body of the answer. */
    Map<String, Object> toTree(String correlationId) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code.name());
        error.put("message", message);
        error.put("correlationId", correlationId);
        error.put("resource", resource);
        error.put("reasons", reasons.stream().map(ApiError::reason).toList());
        return Map.of("error", error);
    }

    private static Map<String, Object> reason(ErrorReason reason) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("code", reason.code());
        tree.put("field", reason.field());
        tree.put("message", reason.message());
        return tree;
    }
}
