package hudson.model;

import java.util.List;

public abstract class Cause {
    public abstract String getShortDescription();

    public static class UpstreamCause extends Cause {
        protected UpstreamCause() {}

        public String getUpstreamProject() {
            throw new UnsupportedOperationException("signature only");
        }

        public int getUpstreamBuild() {
            throw new UnsupportedOperationException("signature only");
        }

        public List<Cause> getUpstreamCauses() {
            throw new UnsupportedOperationException("signature only");
        }

        @Override
        public String getShortDescription() {
            throw new UnsupportedOperationException("signature only");
        }
    }

    public static class UserIdCause extends Cause {
        protected UserIdCause() {}

        public String getUserId() {
            throw new UnsupportedOperationException("signature only");
        }

        @Override
        public String getShortDescription() {
            throw new UnsupportedOperationException("signature only");
        }
    }
}
