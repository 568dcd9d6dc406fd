package hudson;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

public abstract class Launcher {
    public final ProcStarter launch() {
        throw new UnsupportedOperationException("signature only");
    }

    public boolean isUnix() {
        throw new UnsupportedOperationException("signature only");
    }

    public abstract void kill(Map<String, String> modelEnvVars) throws IOException, InterruptedException;

    public final class ProcStarter {
        private ProcStarter() {}

        public ProcStarter cmds(List<String> args) {
            throw new UnsupportedOperationException("signature only");
        }

        public ProcStarter envs(Map<String, String> overrides) {
            throw new UnsupportedOperationException("signature only");
        }

        public ProcStarter pwd(FilePath workDir) {
            throw new UnsupportedOperationException("signature only");
        }

        public ProcStarter quiet(boolean quiet) {
            throw new UnsupportedOperationException("signature only");
        }

        public ProcStarter stdin(InputStream in) {
            throw new UnsupportedOperationException("signature only");
        }

        public ProcStarter stdout(OutputStream out) {
            throw new UnsupportedOperationException("signature only");
        }

        public ProcStarter stderr(OutputStream err) {
            throw new UnsupportedOperationException("signature only");
        }

        public Proc start() throws IOException {
            throw new UnsupportedOperationException("signature only");
        }
    }
}
