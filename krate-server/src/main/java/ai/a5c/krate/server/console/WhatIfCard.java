package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.rehearsal.Difference;
import ai.a5c.krate.engine.rehearsal.Proposal;
import ai.a5c.krate.engine.rehearsal.WhatIf;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What changed resources would have made of the events of the past.
 *
 * @param yaml what was asked
 * @param faults what is wrong with it, if anything is
 */
public record WhatIfCard(String yaml, Optional<Difference> difference, List<String> faults) {

    public WhatIfCard {
        faults = List.copyOf(faults);
    }

    static WhatIfCard of(WhatIf whatIf, String namespace, String yaml) {
        try {
            Map<String, Object> asked = Map.of("documents", Documents.read(yaml));
            return new WhatIfCard(yaml, Optional.of(whatIf.ask(namespace, Proposal.read(asked, namespace))), List.of());
        } catch (InvalidDocumentException e) {
            return new WhatIfCard(
                    yaml,
                    Optional.empty(),
                    e.faults().stream()
                            .map(fault -> fault.path() + ": " + fault.message())
                            .toList());
        }
    }
}
