package hudson.model;

public abstract class ParameterValue {
    protected ParameterValue() {}

    public final String getName() {
        throw new UnsupportedOperationException("signature only");
    }

    public Object getValue() {
        throw new UnsupportedOperationException("signature only");
    }

    public boolean isSensitive() {
        throw new UnsupportedOperationException("signature only");
    }
}
