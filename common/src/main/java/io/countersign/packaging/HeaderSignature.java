package io.countersign.packaging;

import io.countersign.signature.SigningKey;
import io.countersign.signature.openpgp.OpenPgp;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.packager.rpm.RpmSignatureTag;
import org.eclipse.packager.rpm.header.Header;
import org.eclipse.packager.rpm.signature.SignatureProcessor;

/** Signs the header of an RPM by any key: the library's own processor knows RSA keys in memory only. */
final class HeaderSignature implements SignatureProcessor {
    private final SigningKey key;
    private final ByteArrayOutputStream signed = new ByteArrayOutputStream();

    HeaderSignature(SigningKey key) {
        this.key = key;
    }

    @Override
    public void feedHeader(ByteBuffer header) {
        byte[] bytes = new byte[header.remaining()];
        header.duplicate().get(bytes);
        signed.writeBytes(bytes);
    }

    @Override
    public void feedPayloadData(ByteBuffer data) {
        // the header has its digest
    }

    @Override
    public void finish(Header<RpmSignatureTag> signature) {
        String armoured = key.sign(signed.toByteArray());
        // rpm knows two places: one for RSA, the other for every other kind of key
        RpmSignatureTag place = OpenPgp.isRsa(armoured) ? RpmSignatureTag.RSAHEADER : RpmSignatureTag.DSAHEADER;
        signature.putBlob(place, OpenPgp.packets(armoured));
    }
}
