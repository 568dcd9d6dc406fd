package ai.a5c.krate.cel;

import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelRuntimeException;

/** Thrown when an expression asks for what an event does not have. */
final class AbsentException extends CelRuntimeException {

    private static final long serialVersionUID = 1;

    AbsentException(String message) {
        super(new IllegalArgumentException(message), CelErrorCode.ATTRIBUTE_NOT_FOUND);
    }
}
