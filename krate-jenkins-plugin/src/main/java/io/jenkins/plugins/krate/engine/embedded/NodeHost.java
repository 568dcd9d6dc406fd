package io.jenkins.plugins.krate.engine.embedded;

import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.process.ProcessHost;
import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Node;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of this Jenkins that have a label; agents take no executor of theirs, the runner pool says how many there are.
 * Without a label each node but the built-in one, which shares a disk with the controller's secrets.
 */
final class NodeHost implements ProcessHost {

    private static final String BUILT_IN = "built-in";

    private final String label;
    private final Map<String, AtomicInteger> busy = new ConcurrentHashMap<>();

    NodeHost(String label) {
        this.label = label;
    }

    @Override
    public Machine choose() {
        return candidates().stream()
                .filter(NodeHost::isOnline)
                .min(Comparator.comparingInt((Node node) -> atWork(node).get()).thenComparing(NodeHost::name))
                .<Machine>map(this::machine)
                .orElseThrow(() -> new RuntimeUnavailableException(
                        label.isEmpty()
                                ? "no node is online on which agents may run: start one, or name a label in the"
                                        + " configuration of Krate"
                                : "no node with the label '%s' is online: start one".formatted(label)));
    }

    private Collection<Node> candidates() {
        return label.isEmpty() ? Jenkins.get().getNodes() : labelled(label);
    }

    private static Set<Node> labelled(String expression) {
        @Nullable Label found = Jenkins.get().getLabel(expression);
        return found == null ? Set.of() : found.getNodes();
    }

    @Override
    public Optional<Machine> named(String name) {
        Collection<Node> nodes = name.equals(BUILT_IN)
                ? labelled(BUILT_IN)
                : List.copyOf(Jenkins.get().getNodes());
        return nodes.stream()
                .filter(node -> name(node).equals(name) && isOnline(node))
                .findFirst()
                .map(this::machine);
    }

    private Machine machine(Node node) {
        return new NodeMachine(name(node), node, atWork(node));
    }

    private AtomicInteger atWork(Node node) {
        return busy.computeIfAbsent(name(node), name -> new AtomicInteger());
    }

    private static boolean isOnline(Node node) {
        @Nullable Computer computer = node.toComputer();
        return computer != null && computer.isOnline() && node.getRootPath() != null;
    }

    /** The built-in node has no name of its own. */
    private static String name(Node node) {
        return node.getNodeName().isEmpty() ? BUILT_IN : node.getNodeName();
    }
}
