package org.jenkinsci.plugins.workflow.graph;

import hudson.model.Action;
import hudson.model.Actionable;
import java.util.List;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;

public abstract class FlowNode extends Actionable {
    public String getId() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public String getDisplayName() {
        throw new UnsupportedOperationException("signature only");
    }

    public String getDisplayFunctionName() {
        throw new UnsupportedOperationException("signature only");
    }

    public final ErrorAction getError() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public <T extends Action> T getAction(Class<T> type) {
        throw new UnsupportedOperationException("signature only");
    }

    public List<FlowNode> getParents() {
        throw new UnsupportedOperationException("signature only");
    }

    public List<? extends BlockStartNode> getEnclosingBlocks() {
        throw new UnsupportedOperationException("signature only");
    }

    public Iterable<BlockStartNode> iterateEnclosingBlocks() {
        throw new UnsupportedOperationException("signature only");
    }

    public final boolean isActive() {
        throw new UnsupportedOperationException("signature only");
    }
}
