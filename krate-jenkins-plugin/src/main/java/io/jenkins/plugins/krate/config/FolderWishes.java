package io.jenkins.plugins.krate.config;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Knows what one sort of folder says of reports; there is none where no plugin brings folders. */
public abstract class FolderWishes implements ExtensionPoint {

    /** What {@code folder} says; {@link ReportWish#NONE} if it says nothing or is no folder of this sort. */
    protected abstract ReportWish of(ItemGroup<?> folder);

    /** What the folders around {@code job} say, the outermost first. */
    static List<ReportWish> around(Job<?, ?> job) {
        List<ReportWish> wishes = new ArrayList<>();
        ItemGroup<?> group = job.getParent();
        while (group instanceof Item folder) {
            for (FolderWishes sort : ExtensionList.lookup(FolderWishes.class)) {
                wishes.add(sort.of(group));
            }
            group = folder.getParent();
        }
        Collections.reverse(wishes);
        return wishes;
    }
}
