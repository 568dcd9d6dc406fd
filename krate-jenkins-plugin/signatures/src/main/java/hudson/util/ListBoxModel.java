package hudson.util;

import java.util.ArrayList;
public class ListBoxModel extends ArrayList<ListBoxModel.Option> {
    private static final long serialVersionUID = 1;
    public static final class Option {
        private Option() {}
    }
}
