package ai.a5c.krate.git.jgit;

import ai.a5c.krate.secret.SecretValue;
import java.util.List;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** A remote's credential, a token or {@code user:password}, in the form that HTTP wants. */
final class Credentials {

    /** Forges ignore the user name that comes with a token, but want one. */
    private static final String TOKEN_USER = "krate";

    private Credentials() {}

    static CredentialsProvider provider(SecretValue credential) {
        String text = credential.revealText().strip();
        int colon = text.indexOf(':');
        return colon < 0
                ? new UsernamePasswordCredentialsProvider(TOKEN_USER, text)
                : new UsernamePasswordCredentialsProvider(text.substring(0, colon), text.substring(colon + 1));
    }

    /** What must not be said: the whole, and the password or token alone. */
    static List<String> parts(SecretValue credential) {
        String text = credential.revealText().strip();
        return List.of(text, text.substring(text.indexOf(':') + 1));
    }
}
