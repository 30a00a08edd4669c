package io.countersign.jenkins.configuration;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.model.Saveable;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.SaveableListener;
import hudson.security.ACL;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jenkins.model.Jenkins;

/**
 * Which seal administrators put last on the promotion paths of each folder. It is kept apart from the folders, where nobody who
 * may only configure one can reach it: so paths that were taken away, or put back as they once were, are found out.
 */
@Extension
public final class FolderSeals {
    /** By the full name of a folder; null as long as it was not read. */
    private Map<String, String> last;

    static FolderSeals get() {
        return ExtensionList.lookupSingleton(FolderSeals.class);
    }

    /** An administrator has saved paths. */
    synchronized void put(String folder, String seal) {
        if (!seal.equals(last().put(folder, seal))) {
            write();
        }
    }

    /** An administrator wants the folder to have no paths. */
    synchronized void forget(String folder) {
        if (last().remove(folder) != null) {
            write();
        }
    }

    /** The folder has another name. What was sealed for the former one counts no more, and still was there. */
    synchronized void moved(String from, String to) {
        String seal = last().remove(from);
        if (seal != null) {
            last().put(to, seal);
            write();
        }
    }

    /** Whether an administrator has saved paths there. */
    synchronized boolean knows(String folder) {
        return last().containsKey(folder);
    }

    /** Whether this is the last one that an administrator put there. */
    synchronized boolean isLast(String folder, String seal) {
        return Optional.ofNullable(last().get(folder)).filter(seal::equals).isPresent();
    }

    @SuppressWarnings("unchecked")
    private Map<String, String> last() {
        if (last == null) {
            XmlFile file = file();
            try {
                last = file.exists() ? (Map<String, String>) file.read() : new TreeMap<>();
            } catch (IOException e) {
                throw CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                        .found(
                                "The seals of the folders' promotion paths in %s cannot be read: %s.",
                                file, e.getMessage())
                        .remedy("Restore the file; without it let an administrator save each folder's paths again.")
                        .causedBy(e);
            }
        }
        return last;
    }

    private void write() {
        try {
            file().write(last);
        } catch (IOException e) {
            // what was not written must not seem to be kept
            last = null;
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found(
                            "The seals of the folders' promotion paths in %s cannot be written: %s.",
                            file(), e.getMessage())
                    .remedy("Check its permissions and the free space, and save the folder again.")
                    .causedBy(e);
        }
    }

    private static XmlFile file() {
        return new XmlFile(
                Jenkins.XSTREAM2, new File(Jenkins.get().getRootDir(), FolderSeals.class.getName() + ".xml"));
    }

    /** An administrator who saves a folder without paths wants it so; what Jenkins saves by itself says nothing. */
    @Extension
    public static final class Agreed extends SaveableListener {
        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof AbstractFolder<?> folder
                    && folder.getProperties().get(FolderPaths.class) == null
                    && !Jenkins.getAuthentication2().equals(ACL.SYSTEM2)
                    && Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                FolderSeals.get().forget(folder.getFullName());
            }
        }
    }

    /** Follows folders that get another name, and forgets those that an administrator deletes. */
    @Extension
    public static final class Follower extends ItemListener {
        @Override
        public void onLocationChanged(Item item, String from, String to) {
            if (item instanceof AbstractFolder<?>) {
                FolderSeals.get().moved(from, to);
            }
        }

        /** Whoever else deletes a folder could make it anew, without its paths. */
        @Override
        public void onDeleted(Item item) {
            if (item instanceof AbstractFolder<?> && Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                FolderSeals.get().forget(item.getFullName());
            }
        }
    }
}
