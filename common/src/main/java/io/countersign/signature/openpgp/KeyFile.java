package io.countersign.signature.openpgp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.openpgp.PGPKeyRing;
import org.bouncycastle.openpgp.PGPMarker;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;

/**
 * The keys of a file (RFC 9580, 10.1 and 10.2), armoured or not. The library's newer classes for certificates are not used: making
 * the first of them takes a third of a second, for dates that they write down with the names of time zones, and their judgement
 * on keys is not ours either, see {@link KeyStory}.
 */
final class KeyFile {
    private KeyFile() {}

    /**
     * All keys, each a primary key with its subkeys.
     *
     * @throws IOException where there is anything else
     */
    static List<PGPKeyRing> read(byte[] file) throws IOException {
        PGPObjectFactory packets = new BcPGPObjectFactory(Armour.decode(file));
        List<PGPKeyRing> keys = new ArrayList<>();
        for (Object next = packets.nextObject(); next != null; next = packets.nextObject()) {
            if (next instanceof PGPKeyRing key) {
                keys.add(key);
            } else if (!(next instanceof PGPMarker)) {
                throw new IOException(
                        "something that is no key: " + next.getClass().getSimpleName());
            }
        }
        return keys;
    }
}
