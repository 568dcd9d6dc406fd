package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.ownership.FieldConflictException;
import ai.a5c.krate.server.http.ApiError;
import ai.a5c.krate.server.http.Correlation;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.store.VersionConflictException;
import ai.a5c.krate.store.VersionGoneException;
import ai.a5c.krate.validate.Faults.Fault;
import ai.a5c.krate.validate.InvalidDocumentException;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in a Kubernetes Status what went wrong. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final String MODIFIED =
            "the object has been modified; please apply your changes to the latest version and try again";
    private static final Subject UNNAMED = new Subject("", "resources", "", "");

    private Failures() {}

    static void answer(Context context, RuntimeException failure) {
        Status status = of(failure, Subject.notedIn(context).orElse(UNNAMED));
        if (status.code() == 500) {
            LOG.error("{} failed, correlation id {}", context.method(), Correlation.of(context), failure);
        } else if (status.code() == 401) {
            context.header("WWW-Authenticate", "Bearer");
        } else if (status.code() == 413 || status.code() == 408) {
            context.header("Connection", "close");
        }
        Answer.json(context, status.code(), status.tree());
    }

    static Status of(RuntimeException failure, Subject subject) {
        if (failure instanceof Refusal refusal) {
            return refusal.status();
        }
        if (failure instanceof InvalidDocumentException invalid) {
            return invalid(invalid.faults(), subject);
        }
        if (failure instanceof RefusedException refused) {
            return refused(refused.code(), String.valueOf(refused.getMessage()), subject);
        }
        if (failure instanceof FieldConflictException conflict) {
            return conflicts(conflict);
        }
        if (failure instanceof VersionConflictException) {
            return Status.conflict(subject, MODIFIED);
        }
        if (failure instanceof VersionGoneException) {
            return Status.expired("the resource version is too old; list again");
        }
        return other(ApiError.of(failure).orElseGet(() -> ApiError.unexpected(failure)));
    }

    /** All faults, each as a cause that names its field. */
    static Status invalid(List<Fault> faults, Subject subject) {
        String all = faults.stream().map(Failures::text).collect(Collectors.joining(", "));
        String message = "%s is invalid: %s".formatted(subject.kindText(), faults.size() == 1 ? all : "[" + all + "]");
        List<Map<String, Object>> causes = faults.stream().map(Failures::cause).toList();
        return new Status(422, "Invalid", message, subject.details(subject.kind(), causes));
    }

    private static String text(Fault fault) {
        String field = field(fault);
        return field.isEmpty() ? fault.message() : field + ": " + fault.message();
    }

    private static Map<String, Object> cause(Fault fault) {
        String reason = fault.message().startsWith("required") ? "FieldValueRequired" : "FieldValueInvalid";
        return Status.cause(reason, field(fault), fault.message());
    }

    private static String field(Fault fault) {
        return fault.path().replaceAll("^\\$\\.?", "");
    }

    /** Each field that another manager owns is a cause. */
    private static Status conflicts(FieldConflictException failure) {
        List<Map<String, Object>> causes = failure.conflicts().stream()
                .map(conflict -> Status.cause("FieldManagerConflict", conflict.path(), conflict.message()))
                .toList();
        return new Status(409, "Conflict", String.valueOf(failure.getMessage()), Map.of("causes", causes));
    }

    private static Status refused(String code, String message, Subject subject) {
        return switch (code) {
            case "NOT_FOUND" -> Status.notFound(subject);
            case "ALREADY_EXISTS" -> Status.alreadyExists(subject);
            case "STALE" -> Status.conflict(subject, MODIFIED);
            default -> {
                ApiError error =
                        ApiError.of(new RefusedException(code, message)).orElseThrow();
                yield error.code().status() == 403
                        ? Status.forbidden(subject, message)
                        : error.code().status() == 409 ? Status.conflict(subject, message) : other(error);
            }
        };
    }

    private static Status other(ApiError error) {
        return new Status(error.code().status(), reason(error.code()), error.message(), Map.of());
    }

    private static String reason(ErrorCode code) {
        return switch (code.status()) {
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "NotFound";
            case 409 -> "Conflict";
            case 410 -> "Expired";
            case 413 -> "RequestEntityTooLarge";
            case 415 -> "UnsupportedMediaType";
            case 422 -> "Invalid";
            case 429 -> "TooManyRequests";
            case 500 -> "InternalError";
            case 503 -> "ServiceUnavailable";
            default -> code.status() == 400 ? "BadRequest" : camel(code);
        };
    }

    private static String camel(ErrorCode code) {
        return Arrays.stream(code.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
