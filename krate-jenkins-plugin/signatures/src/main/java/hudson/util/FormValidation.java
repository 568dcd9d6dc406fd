package hudson.util;

public abstract class FormValidation extends Exception {
    private static final long serialVersionUID = 1;

    private FormValidation() {}

    public static FormValidation ok() {
        throw new UnsupportedOperationException("signature only");
    }

    public static FormValidation ok(String message) {
        throw new UnsupportedOperationException("signature only");
    }

    public static FormValidation warning(String message) {
        throw new UnsupportedOperationException("signature only");
    }

    public static FormValidation error(String message) {
        throw new UnsupportedOperationException("signature only");
    }

    public static FormValidation error(Throwable cause, String message) {
        throw new UnsupportedOperationException("signature only");
    }
}
