package hudson.model;

@SuppressWarnings("rawtypes")
public abstract class AbstractItem extends Actionable implements Item {
    @Override
    public ItemGroup getParent() {
        throw new UnsupportedOperationException("signature only");
    }
}
