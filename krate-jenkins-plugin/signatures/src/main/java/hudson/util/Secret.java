package hudson.util;

import java.io.Serializable;

public final class Secret implements Serializable {
    private static final long serialVersionUID = 1;

    private Secret() {}

    public String getPlainText() {
        throw new UnsupportedOperationException("signature only");
    }

    public static Secret fromString(String data) {
        throw new UnsupportedOperationException("signature only");
    }
}
