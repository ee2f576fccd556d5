package io.earshot.livekit.api;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.Room;
import livekit.LivekitRoom.CreateRoomRequest;
import livekit.LivekitRoom.DeleteRoomRequest;
import livekit.LivekitRoom.DeleteRoomResponse;
import livekit.LivekitRoom.ListRoomsRequest;
import livekit.LivekitRoom.ListRoomsResponse;
import livekit.LivekitRoom.PerformRpcRequest;
import livekit.LivekitRoom.PerformRpcResponse;
import livekit.LivekitRoom.SendDataRequest;
import livekit.LivekitRoom.SendDataResponse;
import livekit.LivekitRoom.UpdateRoomMetadataRequest;

/** Rooms: made, listed, changed, deleted, and told things. Thread-safe because it holds no state. */
public final class RoomApi {
    private static final int NONCE_BYTES = 16;

    private final Twirp twirp;

    RoomApi(Twirp twirp) {
        this.twirp = twirp;
    }

    /** Makes a room; one of that name that exists already is returned as it is. */
    public Room create(CreateRoomRequest request) throws ApiException {
        return twirp.call(Operation.CREATE_ROOM, request, Room.parser(), Grants.roomCreate());
    }

    /** Makes a room with the server's defaults. */
    public Room create(String name) throws ApiException {
        return create(CreateRoomRequest.newBuilder().setName(name).build());
    }

    /** All rooms. */
    public List<Room> list() throws ApiException {
        return list(List.of());
    }

    /** The rooms of these names that exist; all when none is named. */
    public List<Room> list(Collection<String> names) throws ApiException {
        ListRoomsRequest request =
                ListRoomsRequest.newBuilder().addAllNames(names).build();
        return twirp.call(Operation.LIST_ROOMS, request, ListRoomsResponse.parser(), Grants.roomList())
                .getRoomsList();
    }

    /** The room of that name, if it exists. */
    public Optional<Room> find(String name) throws ApiException {
        return list(List.of(name)).stream().findFirst();
    }

    /**
     * Deletes a room and removes everybody from it.
     *
     * @return whether it was there
     */
    public boolean delete(String name) throws ApiException {
        try {
            DeleteRoomRequest request =
                    DeleteRoomRequest.newBuilder().setRoom(name).build();
            twirp.call(Operation.DELETE_ROOM, request, DeleteRoomResponse.parser(), Grants.roomCreate());
            return true;
        } catch (ApiException.NotFound gone) {
            return false;
        }
    }

    /** Replaces a room's metadata. */
    public Room updateMetadata(String name, String metadata) throws ApiException {
        UpdateRoomMetadataRequest request = UpdateRoomMetadataRequest.newBuilder()
                .setRoom(name)
                .setMetadata(metadata)
                .build();
        return twirp.call(Operation.UPDATE_ROOM_METADATA, request, Room.parser(), Grants.roomAdmin(name));
    }

    /**
     * Sends a data packet to participants.
     *
     * @param topic what it is about, or empty
     * @param reliable whether it is repeated until it arrives
     * @param identities who gets it; everybody when empty
     */
    public void sendData(String room, byte[] data, String topic, boolean reliable, Collection<String> identities)
            throws ApiException {
        SendDataRequest.Builder request = SendDataRequest.newBuilder()
                .setRoom(room)
                .setData(ByteString.copyFrom(data))
                .setKind(reliable ? DataPacket.Kind.RELIABLE : DataPacket.Kind.LOSSY)
                .addAllDestinationIdentities(identities)
                .setNonce(nonce());
        if (!topic.isEmpty()) {
            request.setTopic(topic);
        }
        asking(
                room,
                () -> twirp.call(
                        Operation.SEND_DATA, request.build(), SendDataResponse.parser(), Grants.roomAdmin(room)));
    }

    /** Calls a method of a participant and returns the payload of its answer; waits for it as long as {@code timeout}. */
    public String performRpc(String room, String identity, String method, String payload, Duration timeout)
            throws ApiException {
        PerformRpcRequest request = PerformRpcRequest.newBuilder()
                .setRoom(room)
                .setDestinationIdentity(identity)
                .setMethod(method)
                .setPayload(payload)
                .setResponseTimeoutMs(Math.toIntExact(timeout.toMillis()))
                .build();
        Duration limit = timeout.plusSeconds(2);
        return asking(
                        room,
                        () -> twirp.call(
                                Operation.PERFORM_RPC,
                                request,
                                PerformRpcResponse.parser(),
                                Grants.roomAdmin(room),
                                limit,
                                limit))
                .getPayload();
    }

    /** Asks the room's own node: when none answers, says whether it is because there is no such room. */
    <T> T asking(String room, ApiCall<T> call) throws ApiException {
        try {
            return call.make();
        } catch (ApiException.NoResponder silent) {
            if (find(room).isEmpty()) {
                throw new ApiException.NotFound(
                        missing(silent, "there is no room \"" + room + "\"", "List the rooms, or create it first."));
            }
            throw silent;
        }
    }

    static Failure missing(ApiException silent, String cause, String advice) {
        return new Failure(
                silent.operation(), cause, advice, silent.httpStatus(), silent.code(), true, Duration.ZERO, silent);
    }

    private static ByteString nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        ThreadLocalRandom.current().nextBytes(nonce);
        return ByteString.copyFrom(nonce);
    }
}
