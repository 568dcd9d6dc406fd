package jenkins.scm.api;

public abstract class SCMHeadOrigin {
    public static final SCMHeadOrigin DEFAULT = null;

    protected SCMHeadOrigin() {}

    public static class Fork extends SCMHeadOrigin {
        protected Fork() {}
    }
}
