package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;
import java.util.List;

/** Knows how one tool, or family of tools, tells of failures; reads the lines of one branch in their order. */
public interface Detector {

    /** Reads the next line. */
    void read(LogLine line, Findings findings);

    /** One of each, for one branch. */
    static List<Detector> all() {
        return List.of(
                new MavenDetector(),
                new GradleDetector(),
                new CompilerDetector(),
                new MakeDetector(),
                new NpmDetector(),
                new JavaScriptTestDetector(),
                new JavaScriptSourceDetector(),
                new PytestDetector(),
                new PythonDetector(),
                new GoDetector(),
                new CargoDetector(),
                new DockerDetector(),
                new JavaDetector(),
                new SystemDetector(),
                new ShellDetector(),
                new StepDetector(),
                new GenericDetector());
    }
}
