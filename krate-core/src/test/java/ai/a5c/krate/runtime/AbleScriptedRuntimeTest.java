package ai.a5c.krate.runtime;

import ai.a5c.krate.testkit.ScriptedRuntime;
import java.util.Set;

/** So does one that can do everything. */
class AbleScriptedRuntimeTest extends ScriptedRuntimeTest {

    @Override
    ScriptedRuntime world() {
        return new ScriptedRuntime("scripted", Set.of(Capability.values()));
    }
}
