import com.cloudbees.plugins.credentials.CredentialsScope
import com.cloudbees.plugins.credentials.SystemCredentialsProvider
import hudson.util.Secret
import io.countersign.signature.openpgp.KeyMaker
import java.time.Instant
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl

// The operators' key, by which this example vouches for what it has deployed. Made at the first start, so that none is in a file.
def provider = SystemCredentialsProvider.instance
if (!provider.credentials.any { it.id == 'operator' }) {
    def key = KeyMaker.make(
            'Oscar Operator <oscar@example.org>', Instant.now(), Optional.empty(), io.countersign.secret.Secret.none())
    [operator: key.secretKey(), 'operator-public': key.publicKey()].each { id, text ->
        provider.credentials.add(new StringCredentialsImpl(
                CredentialsScope.GLOBAL, id, 'Made for the example', Secret.fromString(text)))
    }
    provider.save()
}
