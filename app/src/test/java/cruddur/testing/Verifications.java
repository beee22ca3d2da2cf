package cruddur.testing;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the RSA signatures that this process verifies, as a security provider.
public final class Verifications extends Provider implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Verifications() {
        super("Verifications", "1", "");
        putService(new Service(this, "Signature", "SHA256withRSA", Counting.class.getName(), List.of(), Map.of()));
    }

    /// Counts from now on, until closed.
    public static Verifications start() {
        COUNT.set(0);
        Verifications counting = new Verifications();
        Security.insertProviderAt(counting, 1);
        return counting;
    }

    public int count() {
        return COUNT.get();
    }

    @Override
    public void close() {
        Security.removeProvider(getName());
    }

    /// The JDK's implementation, counted.
    public static final class Counting extends SignatureSpi {

        private final Signature signature;

        public Counting() throws GeneralSecurityException {
            signature = Signature.getInstance("SHA256withRSA", "SunRsaSign");
        }

        @Override
        protected boolean engineVerify(byte[] bytes) throws SignatureException {
            COUNT.incrementAndGet();
            return signature.verify(bytes);
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            signature.initVerify(key);
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            signature.initSign(key);
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            signature.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
            signature.update(bytes, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            return signature.sign();
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
