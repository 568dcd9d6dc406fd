package org.jenkinsci.plugins.workflow.flow;

import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

public abstract class FlowExecution {
    public abstract List<FlowNode> getCurrentHeads();

    public abstract FlowNode getNode(String id) throws IOException;

    public final Throwable getCauseOfFailure() {
        throw new UnsupportedOperationException("signature only");
    }

    public boolean isComplete() {
        throw new UnsupportedOperationException("signature only");
    }

    public abstract FlowExecutionOwner getOwner();
}
