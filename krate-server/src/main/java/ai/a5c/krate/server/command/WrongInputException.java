package ai.a5c.krate.server.command;

import ai.a5c.krate.validate.InvalidDocumentException;
import java.util.List;

/** Ends a command whose files make no sense, with a line for each fault; exit code 2. */
final class WrongInputException extends RuntimeException {

    WrongInputException(List<String> lines) {
        super(String.join("\n", lines));
    }

    static WrongInputException of(String source, InvalidDocumentException problem) {
        return new WrongInputException(problem.faults().stream()
                .map(fault -> "%s: %s: %s".formatted(source, fault.path(), fault.message()))
                .toList());
    }
}
