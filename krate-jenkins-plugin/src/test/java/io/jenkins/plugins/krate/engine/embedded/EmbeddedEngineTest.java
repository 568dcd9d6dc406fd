package io.jenkins.plugins.krate.engine.embedded;

import ai.a5c.krate.source.jenkins.BuildReport;
import io.jenkins.plugins.krate.engine.DispatchOrder;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.KrateEngineContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The engine in a controller keeps the contract, over one database, with agents on a node. */
class EmbeddedEngineTest extends KrateEngineContract {

    @TempDir
    private Path directory;

    private EmbeddedScene scene;

    @BeforeEach
    void open() {
        scene = new EmbeddedScene(directory);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Override
    protected KrateEngine engine() {
        return new EmbeddedEngine(scene.controller());
    }

    @Override
    protected void restart() {
        scene.stop();
    }

    @Override
    protected DispatchOrder diagnosis(String key) {
        return order(key, "diagnose");
    }

    @Override
    protected DispatchOrder hanging(String key) {
        return order(key, "hang");
    }

    @Override
    protected DispatchOrder asking(String key) {
        return order(key, "ask");
    }

    @Override
    protected DispatchOrder denied(String key) {
        return order(key, "foreign");
    }

    @Override
    protected BuildReport report(long number) {
        return scene.report(number);
    }

    private static DispatchOrder order(String key, String stack) {
        return new DispatchOrder(
                key, stack, "diagnosis", "Why does the build fail?", "app", "", "", List.of(), List.of(), "", 0);
    }
}
