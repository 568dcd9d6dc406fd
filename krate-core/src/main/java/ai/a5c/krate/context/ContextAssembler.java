package ai.a5c.krate.context;

import static java.util.Comparator.comparing;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import java.util.List;
import java.util.stream.Stream;

/** Puts together what an agent is told; the same plan and sources give the same bytes. */
public final class ContextAssembler {

    private ContextAssembler() {}

    /**
     * The bundle of {@code sources}.
     *
     * <p>Parts stand in the order of {@link Layer}, within a layer in the order given. Instructions stand as they are.
     * Data stands in fences with its origin as first line; characters that hide something are written out there, and
     * {@link ContextBundle#quoted} gives the text back as it came. Every text is redacted, counted and scanned first; a
     * failure of the redactor is not caught. What goes beyond a limit is cut at its end, and the prompt says so.
     */
    public static ContextBundle assemble(ContextPlan plan, ContextSources sources) {
        List<Prepared> parts = sources.inputs().stream()
                .sorted(comparing(LayerInput::layer))
                .map(input -> Prepared.of(input, sources.redactor()))
                .toList();
        String boundary = Fence.boundary(plan.boundarySeed(), texts(parts));
        PromptWriter writer = new PromptWriter(plan.limits(), boundary);
        parts.forEach(writer::add);
        return new ContextBundle(writer.prompt(), boundary, writer.entries());
    }

    /** The address of a whole part, before anything is cut from it. */
    static Digest digest(Prepared part) {
        return CanonicalJson.digest(texts(List.of(part)));
    }

    private static List<String> texts(List<Prepared> parts) {
        return parts.stream()
                .flatMap(part -> Stream.concat(
                        Stream.of(part.origin(), part.text()),
                        part.data().stream().flatMap(datum -> Stream.of(datum.origin(), datum.text()))))
                .toList();
    }
}
