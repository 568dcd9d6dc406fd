package ai.a5c.krate.gitea;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.util.Optional;

/** A forge and the credential that it is asked with, fit to remember answers by: the credential is a digest. */
record Asker(String baseUrl, Optional<String> credentialDigest) {

    static Asker of(Forge forge) {
        Optional<String> credential = forge.credential()
                .map(SecretValue::reveal)
                .map(bytes -> Digest.of(bytes).hex());
        return new Asker(forge.baseUrl(), credential);
    }
}
