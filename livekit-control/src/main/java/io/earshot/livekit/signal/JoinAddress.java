package io.earshot.livekit.signal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import livekit.LivekitModels.ClientInfo;
import livekit.LivekitRtc.JoinRequest;
import livekit.LivekitRtc.WrappedJoinRequest;

/** Builds the address of a signalling socket. The token is no part of it: it travels in a header. Stateless. */
public final class JoinAddress {
    /** From here on a join request is compressed: an offer with several sections would not fit proxies' limit of 8 KB a line. */
    private static final int COMPRESS_FROM = 1_024;

    private JoinAddress() {}

    /**
     * The current form: one peer connection, and everything needed to join within the address.
     *
     * @param server the server's address; {@code http} becomes {@code ws}, a path stays as a prefix
     */
    public static URI current(URI server, JoinRequest request) {
        byte[] plain = request.toByteArray();
        WrappedJoinRequest.Builder wrapped = WrappedJoinRequest.newBuilder();
        if (plain.length < COMPRESS_FROM) {
            wrapped.setJoinRequest(ByteString.copyFrom(plain));
        } else {
            wrapped.setCompression(WrappedJoinRequest.Compression.GZIP)
                    .setJoinRequest(ByteString.copyFrom(gzip(plain)));
        }
        String query = Base64.getUrlEncoder().encodeToString(wrapped.build().toByteArray());
        return address(server, "/rtc/v1", "join_request=" + query.replace("=", "%3D"));
    }

    /** The older form: two peer connections, and only the client's description within the address. */
    public static URI older(URI server, JoinRequest request) {
        Map<String, String> query = new TreeMap<>();
        ClientInfo client = request.getClientInfo();
        query.put("protocol", Integer.toString(client.getProtocol()));
        query.put("version", client.getVersion());
        query.put("os", client.getOs());
        query.put("auto_subscribe", request.getConnectionSettings().getAutoSubscribe() ? "1" : "0");
        if (request.getParticipantAttributesCount() > 0) {
            query.put("attributes", attributes(request.getParticipantAttributesMap()));
        }
        if (request.getReconnect()) {
            query.put("reconnect", "1");
            query.put("sid", request.getParticipantSid());
            query.put("reconnect_reason", Integer.toString(request.getReconnectReasonValue()));
        }
        StringJoiner joined = new StringJoiner("&");
        query.forEach((key, value) -> joined.add(key + "=" + URLEncoder.encode(value, UTF_8)));
        return address(server, "/rtc", joined.toString());
    }

    private static URI address(URI server, String path, String query) {
        String scheme = server.getScheme().startsWith("ws")
                ? server.getScheme()
                : server.getScheme().replace("http", "ws");
        String prefix = server.getRawPath() == null ? "" : server.getRawPath();
        String trimmed = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        String port = server.getPort() < 0 ? "" : ":" + server.getPort();
        return URI.create(scheme + "://" + server.getHost() + port + trimmed + path + "?" + query);
    }

    private static String attributes(Map<String, String> attributes) {
        StringJoiner json = new StringJoiner(",", "{", "}");
        attributes.forEach((key, value) -> json.add(JsonText.quoted(key) + ":" + JsonText.quoted(value)));
        return Base64.getUrlEncoder().encodeToString(json.toString().getBytes(UTF_8));
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2);
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return out.toByteArray();
    }
}
