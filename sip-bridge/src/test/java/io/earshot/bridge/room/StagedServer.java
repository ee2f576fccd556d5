package io.earshot.bridge.room;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitRoom.DeleteRoomRequest;
import livekit.LivekitRoom.DeleteRoomResponse;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.RemoveParticipantResponse;
import livekit.LivekitRoom.RoomParticipantIdentity;
import livekit.LivekitSip.TransferSIPParticipantRequest;

/** The part of a LiveKit server's API that room mode asks, over real HTTP. */
final class StagedServer implements AutoCloseable {
    final List<ParticipantInfo> participants = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile boolean down;
    volatile boolean refusesTransfers;
    private final HttpServer server;

    StagedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/twirp/", this::answer);
        server.start();
    }

    String url() {
        return "ws://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String method = path.substring(path.lastIndexOf('/') + 1);
        boolean refused = down || refusesTransfers && method.equals("TransferSIPParticipant");
        byte[] answer = refused
                ? "{\"code\":\"failed_precondition\",\"msg\":\"no\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)
                : answer(method, body).toByteArray();
        exchange.getResponseHeaders().set("Content-Type", refused ? "application/json" : "application/protobuf");
        exchange.sendResponseHeaders(refused ? 412 : 200, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private MessageLite answer(String method, byte[] body) throws InvalidProtocolBufferException {
        return switch (method) {
            case "ListParticipants" -> {
                asked.add("list");
                yield ListParticipantsResponse.newBuilder()
                        .addAllParticipants(participants)
                        .build();
            }
            case "DeleteRoom" -> {
                asked.add("delete " + DeleteRoomRequest.parseFrom(body).getRoom());
                yield DeleteRoomResponse.getDefaultInstance();
            }
            case "RemoveParticipant" -> {
                asked.add("remove " + RoomParticipantIdentity.parseFrom(body).getIdentity());
                yield RemoveParticipantResponse.getDefaultInstance();
            }
            case "TransferSIPParticipant" -> {
                asked.add("transfer "
                        + TransferSIPParticipantRequest.parseFrom(body).getTransferTo());
                yield com.google.protobuf.Empty.getDefaultInstance();
            }
            default -> throw new IllegalStateException(method);
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
