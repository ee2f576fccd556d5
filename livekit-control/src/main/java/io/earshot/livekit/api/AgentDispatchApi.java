package io.earshot.livekit.api;

import java.util.List;
import java.util.Optional;
import livekit.LivekitAgentDispatch.AgentDispatch;
import livekit.LivekitAgentDispatch.CreateAgentDispatchRequest;
import livekit.LivekitAgentDispatch.DeleteAgentDispatchRequest;
import livekit.LivekitAgentDispatch.ListAgentDispatchRequest;
import livekit.LivekitAgentDispatch.ListAgentDispatchResponse;

/** Agents sent into rooms by name. Thread-safe because it holds no state. */
public final class AgentDispatchApi {
    private final Twirp twirp;
    private final RoomApi rooms;

    AgentDispatchApi(Twirp twirp, RoomApi rooms) {
        this.twirp = twirp;
        this.rooms = rooms;
    }

    /**
     * Sends an agent into a room, which is made if it does not exist. When the answer is lost, the room's dispatches are looked at
     * before it is asked again, so that one call sends one agent.
     */
    public AgentDispatch create(CreateAgentDispatchRequest request) throws ApiException {
        return Creation.of(
                () -> twirp.call(
                        Operation.CREATE_AGENT_DISPATCH,
                        request,
                        AgentDispatch.parser(),
                        Grants.roomAdmin(request.getRoom())),
                () -> list(request.getRoom()).stream()
                        .filter(it -> same(it, request))
                        .findFirst());
    }

    /** Sends the agent {@code agentName} into {@code room}. */
    public AgentDispatch create(String room, String agentName, String metadata) throws ApiException {
        return create(CreateAgentDispatchRequest.newBuilder()
                .setRoom(room)
                .setAgentName(agentName)
                .setMetadata(metadata)
                .build());
    }

    /** The agents sent into a room. */
    public List<AgentDispatch> list(String room) throws ApiException {
        ListAgentDispatchRequest request =
                ListAgentDispatchRequest.newBuilder().setRoom(room).build();
        return listed(request);
    }

    /** One dispatch by its id, if it exists. */
    public Optional<AgentDispatch> find(String room, String dispatchId) throws ApiException {
        ListAgentDispatchRequest request = ListAgentDispatchRequest.newBuilder()
                .setRoom(room)
                .setDispatchId(dispatchId)
                .build();
        try {
            return listed(request).stream().findFirst();
        } catch (ApiException.NotFound absent) {
            return Optional.empty();
        }
    }

    /**
     * Takes back a dispatch; its agent leaves the room.
     *
     * @return whether it was there
     */
    public boolean delete(String room, String dispatchId) throws ApiException {
        DeleteAgentDispatchRequest request = DeleteAgentDispatchRequest.newBuilder()
                .setRoom(room)
                .setDispatchId(dispatchId)
                .build();
        try {
            rooms.asking(
                    room,
                    () -> twirp.call(
                            Operation.DELETE_AGENT_DISPATCH, request, AgentDispatch.parser(), Grants.roomAdmin(room)));
            return true;
        } catch (ApiException.NotFound gone) {
            return false;
        }
    }

    private List<AgentDispatch> listed(ListAgentDispatchRequest request) throws ApiException {
        return rooms.asking(
                        request.getRoom(),
                        () -> twirp.call(
                                Operation.LIST_AGENT_DISPATCHES,
                                request,
                                ListAgentDispatchResponse.parser(),
                                Grants.roomAdmin(request.getRoom())))
                .getAgentDispatchesList();
    }

    private static boolean same(AgentDispatch dispatch, CreateAgentDispatchRequest request) {
        return dispatch.getAgentName().equals(request.getAgentName())
                && dispatch.getMetadata().equals(request.getMetadata())
                && dispatch.getState().getDeletedAt() == 0;
    }
}
