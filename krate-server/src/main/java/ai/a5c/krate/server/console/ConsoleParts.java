package ai.a5c.krate.server.console;

import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.engine.ApprovalDesk;
import ai.a5c.krate.engine.AuditTrail;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.SecretInventory;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.engine.intake.RuleDesk;
import ai.a5c.krate.engine.manual.DispatchDesk;
import ai.a5c.krate.engine.rehearsal.RuleRehearsal;
import ai.a5c.krate.engine.rehearsal.WhatIf;
import ai.a5c.krate.engine.subagent.LaneReader;
import ai.a5c.krate.server.http.Gate;
import ai.a5c.krate.server.http.LiveFeed;
import ai.a5c.krate.store.ResourceStore;
import java.time.InstantSource;

/** What the console works with. */
public record ConsoleParts(
        Gate gate,
        ResourceDesk desk,
        RunDesk runs,
        DispatchDesk dispatch,
        LaneReader lanes,
        ApprovalDesk approvals,
        Reviews reviews,
        SecretInventory secrets,
        RuleRehearsal rehearsal,
        WhatIf whatIf,
        RuleDesk rules,
        AuditTrail audit,
        ResourceStore store,
        BlobStore blobs,
        LiveFeed live,
        Pages pages,
        InstantSource clock) {}
