package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The real fabric8 client against a real server. */
@SuppressWarnings("NullAway.Init")
@ParameterizedClass
@EnumSource(Transport.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Fabric8IT {

    @TempDir
    private static Path root;

    @Parameter
    private Transport transport;

    private LiveServer server;
    private KubernetesClient client;

    @BeforeParameterizedClassInvocation
    void start() throws Exception {
        server = LiveServer.start(Files.createDirectories(root.resolve(transport.scheme())), transport);
        ConfigBuilder config = new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl(server.url())
                .withOauthToken(server.token())
                .withNamespace(LiveServer.NAMESPACE)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(200);
        if (server.tls()) {
            config.withCaCertFile(server.certificate().toString());
        }
        client = new KubernetesClientBuilder().withConfig(config.build()).build();
        installation("Organization", Map.of("slug", "acme", "namespaceName", LiveServer.NAMESPACE));
        installation("OrgNamespaceBinding", Map.of("organizationRef", "acme", "namespace", LiveServer.NAMESPACE));
    }

    private void installation(String kind, Map<String, Object> spec) {
        GenericKubernetesResource resource = new GenericKubernetesResource();
        resource.setApiVersion("krate.a5c.ai/v1alpha1");
        resource.setKind(kind);
        resource.setMetadata(new ObjectMetaBuilder()
                .withName("acme")
                .withNamespace("krate-system")
                .build());
        resource.setAdditionalProperty("spec", spec);
        client.resource(resource).create();
    }

    @AfterParameterizedClassInvocation
    void stop() {
        client.close();
        server.close();
    }

    private NonNamespaceOperation<RunnerPool, KubernetesResourceList<RunnerPool>, Resource<RunnerPool>> pools() {
        MixedOperation<RunnerPool, KubernetesResourceList<RunnerPool>, Resource<RunnerPool>> all =
                client.resources(RunnerPool.class);
        return all.inNamespace(LiveServer.NAMESPACE);
    }

    private RunnerPool create(String name) {
        return pools().resource(RunnerPool.of(name, 2)).create();
    }

    private static void assertRefused(int code, Runnable request) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(code));
    }

    @Test
    void typedResourcesAreMadeReadChangedAndDeleted() {
        assertThat(create("typed").getMetadata().getUid()).isNotEmpty();
        RunnerPool edited = pools().withName("typed").edit(pool -> {
            pool.getSpec().maxReplicas = 3;
            return pool;
        });
        assertThat(edited.getSpec().maxReplicas).isEqualTo(3);
        assertThat(edited.getMetadata().getGeneration()).isEqualTo(2);
        assertThat(pools().withLabel("pool", "typed").list().getItems()).hasSize(1);
        assertThat(pools().withName("typed").delete()).hasSize(1);
        assertThat(pools().withName("typed").get()).isNull();
        assertRefused(409, () -> {
            create("twice");
            create("twice");
        });
        assertRefused(422, () -> pools().resource(RunnerPool.of("wrong", -1)).create());
    }

    @Test
    void genericResourcesWorkWithoutAClass() {
        create("generic");
        GenericKubernetesResource found = client.genericKubernetesResources("krate.a5c.ai/v1alpha1", "RunnerPool")
                .inNamespace(LiveServer.NAMESPACE)
                .withName("generic")
                .get();
        assertThat(found.<Integer>get("spec", "maxReplicas")).isEqualTo(2);
        assertThat(client.getApiGroups().getGroups()).extracting("name").contains("krate.a5c.ai", "runs.krate.a5c.ai");
        assertThat(client.namespaces().list().getItems()).hasSize(2);
    }

    @Test
    void aStaleVersionIsAConflictAndAnOldListIsGone() {
        RunnerPool first = create("stale");
        pools().withName("stale").edit(pool -> {
            pool.getSpec().maxReplicas = 3;
            return pool;
        });
        first.getSpec().maxReplicas = 4;
        assertRefused(409, () -> pools().resource(first).update());
        assertRefused(
                410,
                () -> pools().list(new ListOptionsBuilder()
                        .withResourceVersion("1")
                        .withResourceVersionMatch("Exact")
                        .build()));
    }

    @Test
    void appliedFieldsBelongToWhoAppliedThem() {
        RunnerPool pool = RunnerPool.of("applied", 2);
        pools().resource(pool).fieldManager("one").serverSideApply();
        pool.getSpec().maxReplicas = 5;
        assertRefused(409, () -> pools().resource(pool).fieldManager("two").serverSideApply());
        assertThat(pools().resource(pool)
                        .fieldManager("two")
                        .forceConflicts()
                        .serverSideApply()
                        .getSpec()
                        .maxReplicas)
                .isEqualTo(5);
    }

    @Test
    void listsComeInPages() {
        List.of("page-a", "page-b", "page-c").forEach(this::create);
        List<String> names = new ArrayList<>();
        String token = null;
        do {
            KubernetesResourceList<RunnerPool> page = pools().withLabelIn("pool", "page-a", "page-b", "page-c")
                    .list(new ListOptionsBuilder()
                            .withLimit(2L)
                            .withContinue(token)
                            .build());
            page.getItems().forEach(pool -> names.add(pool.getMetadata().getName()));
            token = page.getMetadata().getContinue();
        } while (token != null && !token.isEmpty());
        assertThat(names).containsExactly("page-a", "page-b", "page-c");
    }

    @Test
    void statusIsASubresource() {
        RunnerPool pool = create("observed");
        RunnerPool.Status status = new RunnerPool.Status();
        status.conditions.add(new ConditionBuilder()
                .withType("Ready")
                .withStatus("True")
                .withReason("Tested")
                .withMessage("")
                .withObservedGeneration(1L)
                .withLastTransitionTime("2026-01-01T00:00:00Z")
                .build());
        pool.setStatus(status);
        pool.getSpec().maxReplicas = 9;
        RunnerPool stored = pools().resource(pool).updateStatus();
        assertThat(stored.getStatus().conditions).hasSize(1);
        assertThat(stored.getSpec().maxReplicas).isEqualTo(2);
        assertThat(pools().withName("observed")
                        .waitUntilCondition(
                                found -> found != null
                                        && !found.getStatus().conditions.isEmpty(),
                                10,
                                TimeUnit.SECONDS))
                .isNotNull();
    }

    @Test
    void aDryRunStoresNothing() {
        assertThat(pools().resource(RunnerPool.of("dry", 2))
                        .dryRun()
                        .create()
                        .getMetadata()
                        .getName())
                .isEqualTo("dry");
        assertThat(pools().withName("dry").get()).isNull();
    }

    @Test
    void aWatchGoesOnFromAResourceVersion() {
        RunnerPool before = create("watched");
        pools().withName("watched").edit(pool -> {
            pool.getSpec().maxReplicas = 3;
            return pool;
        });
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        Watcher<RunnerPool> watcher = new Watcher<>() {
            @Override
            public void eventReceived(Action action, RunnerPool pool) {
                seen.add(action + " " + pool.getSpec().maxReplicas);
            }

            @Override
            public void onClose(WatcherException cause) {
                seen.add("closed");
            }
        };
        try (Watch watch = pools().withLabel("pool", "watched")
                .watch(
                        new ListOptionsBuilder()
                                .withResourceVersion(before.getMetadata().getResourceVersion())
                                .build(),
                        watcher)) {
            pools().withName("watched").delete();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> seen.size() >= 2);
            assertThat(watch).isNotNull();
        }
        assertThat(seen).startsWith("MODIFIED 3", "DELETED 3");
    }

    @Test
    void anInformerIsResyncedAndSurvivesARestart() throws Exception {
        AtomicInteger updates = new AtomicInteger();
        create("informed-1");
        try (SharedIndexInformer<RunnerPool> informer = pools().inform(
                        new ResourceEventHandler<>() {
                            @Override
                            public void onAdd(RunnerPool pool) {}

                            @Override
                            public void onUpdate(RunnerPool old, RunnerPool pool) {
                                updates.incrementAndGet();
                            }

                            @Override
                            public void onDelete(RunnerPool pool, boolean unknown) {}
                        },
                        500L)) {
            assertThat(known(informer, "informed-1")).isTrue();
            Awaitility.await("a resync").atMost(Duration.ofSeconds(10)).until(() -> updates.get() > 0);
            create("informed-2");
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> known(informer, "informed-2"));
            server.restart();
            create("informed-3");
            pools().withName("informed-1").delete();
            Awaitility.await("the informer is back")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> known(informer, "informed-3") && !known(informer, "informed-1"));
        }
    }

    private static boolean known(SharedIndexInformer<RunnerPool> informer, String name) {
        return informer.getStore().getByKey(LiveServer.NAMESPACE + "/" + name) != null;
    }
}
