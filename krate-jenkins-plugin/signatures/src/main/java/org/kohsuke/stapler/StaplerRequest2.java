package org.kohsuke.stapler;

public interface StaplerRequest2 {
    void bindJSON(Object bean, net.sf.json.JSONObject source);
}
