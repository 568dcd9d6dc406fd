package ai.a5c.krate.server.http;

import ai.a5c.krate.server.http.ApiError.ErrorReason;
import java.util.List;

/** Ends a request with an error that its caller may read. */
public final class ApiException extends RuntimeException {

    private final transient ApiError error;

    public ApiException(ErrorCode code, String message) {
        this(new ApiError(code, message, "", List.of()));
    }

    public ApiException(ErrorCode code, String message, List<ErrorReason> reasons) {
        this(new ApiError(code, message, "", reasons));
    }

    ApiException(ApiError error) {
        super(error.message());
        this.error = error;
    }

    /** What the caller is told. */
    public ApiError error() {
        return error;
    }

    /** The one answer for whatever is missing or belongs to somebody else. */
    static ApiException missing(String resource) {
        return new ApiException(new ApiError(ErrorCode.NOT_FOUND, "there is no such resource", resource, List.of()));
    }
}
