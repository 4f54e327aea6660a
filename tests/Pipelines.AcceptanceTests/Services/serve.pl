#!/usr/bin/perl
# A service that starts in milliseconds. Description lies beside it: "version", and in "mode" how it behaves.
use strict;
use warnings;
use Errno;
use Socket;

sub content {
    my ($name) = @_;
    open my $file, '<', $name or die "$name: $!\n";
    chomp(my $line = <$file>);
    return $line;
}

my ($port) = @ARGV;
my ($version, $mode) = (content('version'), content('mode'));
my $release = $ENV{PIPELINES_RELEASE} // '';
$SIG{PIPE} = 'IGNORE';

print STDERR "tiny $version starts on port $port\n";
if ($mode eq 'dies') {
    print STDERR "the ledger cannot be opened\n";
    exit 7;
}

my ($server, $ends);
if ($ENV{LISTEN_FDS}) { # systemd listens; what it has begun to answer is answered
    open $server, '+<&=', 3 or die "descriptor 3: $!\n";
    $SIG{TERM} = sub { $ends = 1 };
}
else {
    socket($server, PF_INET, SOCK_STREAM, 6) or die "socket: $!\n";
    setsockopt($server, SOL_SOCKET, SO_REUSEADDR, 1);
    bind($server, sockaddr_in($port, INADDR_LOOPBACK)) or die "port $port: $!\n";
    listen($server, 128) or die "listen: $!\n";
}

$SIG{CHLD} = 'IGNORE';
my $asked = 0;
while (!$ends) {
    accept(my $client, $server) or next;
    setsockopt($client, SOL_SOCKET, SO_RCVTIMEO, pack('l!l!', 2, 0));
    my $head = '';
    while ($head !~ /\r\n\r\n/) {
        my $got = sysread($client, my $part, 4096);
        next if !defined $got && $!{EINTR};
        $got or last;
        $head .= $part;
    }
    my ($path) = $head =~ m{^GET (\S+)} or next;
    $asked++ if $path ne '/health';
    my $status = $path eq '/health' && ($mode eq 'broken' || $mode eq 'tires' && $asked > 5) ? '500 Broken' : '200 OK';
    my $body = $path =~ m{^/env/(\w+)$}
        ? ($ENV{$1} // '')
        : $path =~ m{^/credential/(\w+)$} ? content("$ENV{CREDENTIALS_DIRECTORY}/$1")
        : qq({"version":"$version","release":"$release","pid":$$}\n);
    my $answer = "HTTP/1.1 $status\r\nX-Release: $release\r\nContent-Length: " . length($body) . "\r\nConnection: close\r\n\r\n$body";
    my ($seconds) = $path =~ m{^/slow/(\d+)$};
    next if $seconds && fork(); # a child answers, and the next request does not wait for it
    sleep $seconds if $seconds;
    syswrite($client, $answer);
    exit 0 if $seconds;
}
