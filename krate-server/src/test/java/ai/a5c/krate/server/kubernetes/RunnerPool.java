package ai.a5c.krate.server.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.ArrayList;
import java.util.List;

/** A runner pool as users of the fabric8 client write such classes. */
@Group("krate.a5c.ai")
@Version("v1alpha1")
public final class RunnerPool extends CustomResource<RunnerPool.Spec, RunnerPool.Status> implements Namespaced {

    private static final long serialVersionUID = 1;

    /** The wanted part that these tests use. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public static final class Spec {
        public int maxReplicas;
    }

    /** The observed part. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public static final class Status {
        public List<Condition> conditions = new ArrayList<>();
    }

    static RunnerPool of(String name, int maxReplicas) {
        RunnerPool pool = new RunnerPool();
        pool.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(LiveServer.NAMESPACE)
                .addToLabels("pool", name)
                .build());
        pool.spec.maxReplicas = maxReplicas;
        return pool;
    }

    @Override
    protected Spec initSpec() {
        return new Spec();
    }
}
