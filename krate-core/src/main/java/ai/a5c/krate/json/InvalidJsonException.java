package ai.a5c.krate.json;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Thrown for text that is no acceptable JSON; the message says where, and quotes nothing of the text. */
public final class InvalidJsonException extends RuntimeException {

    InvalidJsonException(JsonProcessingException cause) {
        super("invalid JSON at line %d, column %d"
                .formatted(
                        cause.getLocation() == null ? 0 : cause.getLocation().getLineNr(),
                        cause.getLocation() == null ? 0 : cause.getLocation().getColumnNr()));
    }

    InvalidJsonException(String message) {
        super(message);
    }
}
