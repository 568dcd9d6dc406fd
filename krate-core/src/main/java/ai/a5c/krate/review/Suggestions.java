package ai.a5c.krate.review;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.match.Glob;
import ai.a5c.krate.review.PermissionReview.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the narrowest document that would let one case pass, as YAML that can be applied as it is. */
final class Suggestions {

    private static final int LONGEST_PREFIX = 54;
    private static final String SPECIAL = "*?[]{},\\!";

    private final Case known;

    Suggestions(Case known) {
        this.known = known;
    }

    /** A grant of {@code keys} for the owner of {@code need}. */
    Suggestion grant(Need need, List<String> keys, Set<ReasonCode> cures) {
        String spec = String.join("\n", spec(need, keys, cures)) + "\n";
        String kind = need.material().grantKind();
        return new Suggestion(
                kind,
                need.owner(),
                known.namespace(),
                need.name(),
                Word.of(need.purpose()),
                keys,
                cures.stream().map(ReasonCode::code).toList(),
                document(kind, known.stackName() + "-" + need.name(), spec));
    }

    private List<String> spec(Need need, List<String> keys, Set<ReasonCode> cures) {
        List<String> lines = new ArrayList<>();
        lines.add("  subject: " + subject(need));
        lines.add("  %s: { name: %s, keys: %s }"
                .formatted(
                        need.material() == Material.SECRET ? "secretRef" : "configMapRef",
                        quoted(need.name()),
                        list(keys)));
        lines.add("  purpose: " + Word.of(need.purpose()));
        if (known.moment().knowsWork()) {
            lines.addAll(conditions(known.request()));
        } else {
            known.runtimeIdentity()
                    .map(account -> account.resource().spec().allowedRepositories())
                    .filter(globs -> !globs.isEmpty())
                    .ifPresent(globs -> lines.add("  allowedRepositories: "
                            + list(globs.stream().sorted().toList())));
        }
        boolean asked = known.moment().knowsWork() && !known.request().isTrusted();
        if (asked || cures.contains(ReasonCode.GRANT_STALE)) {
            lines.add("  requiredApproval: always");
        }
        return lines;
    }

    /** The capability itself on this stack, so that no other one profits. */
    private String subject(Need need) {
        Subject subject = subject(need, known.stackName());
        String kind = Word.of(subject.kind());
        return subject.stackRef().isEmpty()
                ? "{ kind: %s, name: %s }".formatted(kind, quoted(subject.name()))
                : "{ kind: %s, name: %s, stackRef: %s }"
                        .formatted(kind, quoted(subject.name()), quoted(subject.stackRef()));
    }

    private static Subject subject(Need need, String stack) {
        if (need.forSubagent()) {
            return new Subject(SubjectKind.SUBAGENT, need.subagent(), stack);
        }
        String name = need.capability().name();
        return switch (need.capability().kind()) {
            case STACK, SUBAGENT, MODEL_PROVIDER -> new Subject(SubjectKind.AGENT_STACK, stack, "");
            case TOOL_PROFILE -> new Subject(SubjectKind.TOOL, name, stack);
            case MCP_SERVER -> new Subject(SubjectKind.MCP_SERVER, name, stack);
            case SKILL -> new Subject(SubjectKind.SKILL, name, stack);
        };
    }

    /** A binding of the role to the agent's identity. */
    Suggestion role(RoleNeed need) {
        String account = known.expansion().stack().spec().runtimeIdentity().serviceAccountRef();
        String subject = "{ kind: service-account, name: %s, stackRef: %s }"
                .formatted(quoted(account), quoted(known.stackName()));
        return binding(need, subject, need.owners().get(0), ReasonCode.ROLE_DENIED);
    }

    /** A binding of the role to the subagent that asks for more than the agent above it has. */
    Suggestion role(RoleNeed need, String subagent) {
        String subject =
                "{ kind: subagent, name: %s, stackRef: %s }".formatted(quoted(subagent), quoted(known.stackName()));
        return binding(need, subject, "subagent/" + subagent, ReasonCode.SUBAGENT_EXCEEDS_PARENT);
    }

    private Suggestion binding(RoleNeed need, String subject, String owner, ReasonCode cures) {
        String scope = known.repository()
                .filter(any -> known.moment().knowsWork())
                .map(repository -> "{ kind: repository, name: %s }"
                        .formatted(quoted(repository.metadata().name())))
                .orElse("{ kind: namespace }");
        String spec = """
                  subject: %s
                  roleRef: %s
                  scope: %s
                """.formatted(subject, quoted(need.role()), scope);
        return new Suggestion(
                "AgentRoleBinding",
                owner,
                known.namespace(),
                need.role(),
                "",
                List.of(),
                List.of(cures.code()),
                document("AgentRoleBinding", known.stackName() + "-" + need.role(), spec));
    }

    /** A service account for this repository and pool only. */
    Suggestion account(String name, ReasonCode cures) {
        List<String> lines = new ArrayList<>();
        lines.add("  namespace: " + quoted(known.namespace()));
        lines.add("  serviceAccountName: " + quoted(name));
        if (known.moment().knowsWork() && !known.request().repository().isEmpty()) {
            lines.add("  allowedRepositories: "
                    + list(List.of(glob(known.request().repository()))));
        }
        if (!known.poolName().isEmpty()) {
            lines.add("  allowedRunnerPools: " + list(List.of(glob(known.poolName()))));
        }
        return new Suggestion(
                "AgentServiceAccount",
                "stack/" + known.stackName(),
                known.namespace(),
                name,
                "",
                List.of(),
                List.of(cures.code()),
                yaml("AgentServiceAccount", quoted(name), String.join("\n", lines) + "\n"));
    }

    private String document(String kind, String about, String spec) {
        return yaml(kind, name(about, spec), spec);
    }

    private String yaml(String kind, String name, String spec) {
        return """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: %s
                metadata:
                  name: %s
                  namespace: %s
                spec:
                """.formatted(kind, name, quoted(known.namespace())) + spec;
    }

    private static List<String> conditions(ReviewRequest request) {
        List<String> lines = new ArrayList<>();
        if (!request.repository().isEmpty()) {
            lines.add("  allowedRepositories: " + list(List.of(glob(request.repository()))));
        }
        request.branch()
                .ifPresent(
                        branch -> lines.add("  allowedRefs: { include: %s }".formatted(list(List.of(glob(branch))))));
        lines.add("  allowedTriggerSources: [%s]".formatted(request.source().word()));
        lines.add("  allowedTaskKinds: [%s]".formatted(Word.of(request.taskKind())));
        if (!request.isTrusted()) {
            lines.add("  allowUntrusted: true");
        }
        return lines;
    }

    /** Readable at the front, and different for every other grant. */
    private static String name(String about, String spec) {
        String readable = about.replaceAll("[^a-z0-9-]", "-");
        String prefix = readable.substring(0, Math.min(readable.length(), LONGEST_PREFIX));
        return "%s-%s".formatted(prefix, Digest.of(spec).hex().substring(0, 8)).replace("--", "-");
    }

    /** The glob that only {@code name} fits; of a name too long for a glob, its beginning. */
    private static String glob(String name) {
        StringBuilder glob = new StringBuilder();
        for (int codePoint : name.codePoints().toArray()) {
            String written = written(codePoint);
            if (glob.length() + written.length() > Glob.MAX_LENGTH - 2) {
                return glob.append("**").toString();
            }
            glob.append(written);
        }
        return glob.toString();
    }

    private static String written(int codePoint) {
        if (Character.isISOControl(codePoint)) {
            return "?";
        }
        return (SPECIAL.indexOf(codePoint) >= 0 ? "\\" : "") + Character.toString(codePoint);
    }

    private static String list(Collection<String> texts) {
        return texts.stream().map(Suggestions::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A double-quoted YAML text of plain ASCII. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(codePoint -> {
            if (codePoint == '"' || codePoint == '\\') {
                out.append('\\').append((char) codePoint);
            } else if (codePoint >= ' ' && codePoint < 0x7f) {
                out.append((char) codePoint);
            } else {
                out.append("\\U%08X".formatted(codePoint));
            }
        });
        return out.append('"').toString();
    }
}
