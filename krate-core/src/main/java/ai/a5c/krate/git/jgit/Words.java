package ai.a5c.krate.git.jgit;

import ai.a5c.krate.secret.SecretValue;
import java.util.List;
import java.util.Optional;

/** Foreign text made fit for a message: one short line without control characters and without a credential. */
final class Words {

    private static final int LONGEST = 300;

    private Words() {}

    static String shown(String foreign) {
        String line = foreign.strip().replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }

    static String shown(String foreign, Optional<SecretValue> credential) {
        String text = foreign;
        for (String part : credential.map(Credentials::parts).orElseGet(List::of)) {
            text = part.isEmpty() ? text : text.replace(part, "[secret]");
        }
        return shown(text);
    }
}
