package io.earshot.livekit.room;

import io.earshot.livekit.room.MediaPort.MediaRefused;
import io.earshot.livekit.room.MediaPort.RemoteTrack;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.webrtc.PeerConfig;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoEventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitRtc.JoinRequest;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.WrappedJoinRequest;
import livekit.LivekitRtc.WrappedJoinRequest.Compression;
import org.jspecify.annotations.Nullable;

/**
 * As much of a LiveKit server as warming up needs: welcomes whoever joins on loopback and connects to their media. Confined to its loop.
 */
final class WarmServer implements AutoCloseable {
    private static final int LARGEST_REQUEST = 65_536;

    private final MediaLoop loop;
    private final PeerConfig config;
    private final Channel listening;
    private final List<Channel> accepted = new ArrayList<>();
    private @Nullable PeerMedia media;

    /** Listens on a free port; not to be made on the loop. */
    WarmServer(MediaLoop loop, PeerConfig config) {
        this.loop = loop;
        this.config = config;
        this.listening = new ServerBootstrap()
                .group(loop.eventLoop())
                .channel(socketType())
                .childHandler(new Pipeline())
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    URI url() {
        return URI.create("ws://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort());
    }

    /** On the loop. */
    @Override
    public void close() {
        listening.close();
        accepted.forEach(Channel::close);
        if (media != null) {
            media.close();
        }
    }

    private Class<? extends ServerSocketChannel> socketType() {
        boolean epoll = loop.eventLoop() instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    private List<SignalResponse> welcome(String requestUri) throws IOException, MediaRefused {
        String query = new QueryStringDecoder(requestUri)
                .parameters()
                .getOrDefault("join_request", List.of(""))
                .getFirst();
        PeerMedia theirs = new PeerMedia(loop, config, new RoomCounters(), Runnable::run, new Deaf());
        media = theirs;
        String sdp = theirs.acceptOffer(read(query).getPublisherOffer().getSdp());
        ParticipantInfo someone = ParticipantInfo.newBuilder()
                .setSid("PA_1")
                .setIdentity("someone")
                .addTracks(TrackInfo.newBuilder().setSid("TR_1").setName("voice"))
                .build();
        SessionDescription answer =
                SessionDescription.newBuilder().setType("answer").setSdp(sdp).build();
        return List.of(
                SignalResponse.newBuilder()
                        .setJoin(JoinResponse.newBuilder().addOtherParticipants(someone))
                        .build(),
                SignalResponse.newBuilder().setAnswer(answer).build());
    }

    private static JoinRequest read(String query) throws IOException {
        WrappedJoinRequest wrapped =
                WrappedJoinRequest.parseFrom(Base64.getUrlDecoder().decode(query));
        return wrapped.getCompression() == Compression.NONE
                ? JoinRequest.parseFrom(wrapped.getJoinRequest())
                : JoinRequest.parseFrom(
                        new GZIPInputStream(wrapped.getJoinRequest().newInput()));
    }

    private final class Pipeline extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            accepted.add(channel);
            channel.pipeline()
                    .addLast(
                            new HttpServerCodec(LARGEST_REQUEST, LARGEST_REQUEST, LARGEST_REQUEST),
                            new HttpObjectAggregator(LARGEST_REQUEST),
                            new WebSocketServerProtocolHandler("/", true),
                            new Greeter());
        }
    }

    private final class Greeter extends SimpleChannelInboundHandler<WebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame ignored) {}

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof HandshakeComplete handshake) {
                for (SignalResponse message : welcome(handshake.requestUri())) {
                    context.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message.toByteArray())));
                }
            }
        }
    }

    private static final class Deaf implements MediaPort.Listener {
        @Override
        public void onMediaUp() {}

        @Override
        public void onMediaDown(String reason, boolean forGood) {}

        @Override
        public void onRemoteTrack(RemoteTrack track) {}

        @Override
        public void onRemoteTrackEnded(RemoteTrack track) {}

        @Override
        public void onDataOpen() {}

        @Override
        public void onDataPacket(byte[] packet, boolean reliable) {}

        @Override
        public void onMediaFault(RuntimeException fault) {}
    }
}
