package io.earshot.sip.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Whom a certificate names (RFC 5922 section 7.1): hosts of sip URIs and DNS names, the common name only where there is
 * neither, and addresses. Unlike section 7.2 one leading {@code *} stands for one label, because carriers' certificates have
 * it. Stateless.
 */
public final class CertificateNames {
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;

    private CertificateNames() {}

    /** The names, in lower case. */
    public static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        boolean named = false;
        for (List<?> entry : alternatives(certificate)) {
            int type = (Integer) entry.getFirst();
            String text = String.valueOf(entry.get(1)).toLowerCase(Locale.ROOT);
            if (type == DNS || type == ADDRESS) {
                names.add(text);
            } else if (type == URI && text.startsWith("sip:")) {
                names.add(text.substring(4));
            }
            named |= type == DNS || (type == URI && text.startsWith("sip:"));
        }
        if (!named) {
            commonName(certificate, names);
        }
        return List.copyOf(names);
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> found = certificate.getSubjectAlternativeNames();
            return found == null ? List.of() : found;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static void commonName(X509Certificate certificate, List<String> names) {
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(String.valueOf(part.getValue()).toLowerCase(Locale.ROOT));
                }
            }
        } catch (InvalidNameException e) {
            // Then it has no name that could match.
        }
    }

    /** Whether one of {@code names} stands for {@code host}, a name or an address literal. */
    public static boolean cover(List<String> names, String host) {
        String wanted = bare(host.toLowerCase(Locale.ROOT));
        return names.stream().anyMatch(name -> matches(name, wanted));
    }

    private static boolean matches(String name, String host) {
        if (name.equals(host)) {
            return true;
        }
        int dot = host.indexOf('.');
        boolean literal = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        return name.startsWith("*.")
                && name.indexOf('.', 2) > 0
                && !literal
                && dot > 0
                && name.substring(1).equals(host.substring(dot));
    }

    private static String bare(String host) {
        String text = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
