"""Where media may come from: public machines and named buckets, and nothing inside."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.source import (
    Bucket,
    StoredObject,
    Web,
    follow_redirect,
    is_elsewhere,
    may_be_asked,
    read_source,
)

KEY = f"media/{'0a' * 32}.jpg"


def test_a_web_address_is_taken_apart_and_written_so_that_it_can_be_sent() -> None:
    found = read_source("https://Photos.Example/tazza è calda.jpg?size=1#top")
    assert found == Web(
        secure=True,
        host="photos.example",
        port=443,
        target="/tazza%20%C3%A8%20calda.jpg?size=1",
        text="https://Photos.Example/tazza è calda.jpg?size=1#top",
    )
    caffe = read_source("https://caffè.example/%C3%A8.jpg")
    assert isinstance(caffe, Web)
    assert (caffe.host, caffe.target) == ("xn--caff-8oa.example", "/%C3%A8.jpg")


def test_an_object_of_a_bucket_and_one_of_ours_are_told_apart() -> None:
    assert read_source("s3://aurora-photos/spring/cup 1.jpg") == Bucket("aurora-photos", "spring/cup 1.jpg")
    assert read_source(KEY) == StoredObject(KEY)


def test_only_what_is_no_path_is_imported() -> None:
    assert all(map(is_elsewhere, ("https://a.example/1.jpg", "s3://bucket/1.jpg", KEY, "ftp://a.example/1.jpg")))
    assert not any(map(is_elsewhere, ("media/cup.jpg", "cup.jpg", "../cup.jpg", "C:\\cup.jpg")))


@pytest.mark.parametrize(
    "text",
    [
        "http://photos.example/cup.jpg",
        "ftp://photos.example/cup.jpg",
        "file:///etc/passwd",
        "gopher://photos.example/",
        "https://",
        "https:///cup.jpg",
        "https://photos.example:22/cup.jpg",
        "https://photos.example:99999/cup.jpg",
        "https://ada:secret@photos.example/cup.jpg",
        "https://@photos.example/cup.jpg",
        "https://[::1/cup.jpg",
        "https://photos..example/cup.jpg",
        "s3://bucket",
        "s3://Bucket_1/cup.jpg",
        "s3://../cup.jpg",
        "s3://169.254.169.254/latest/meta-data",
        f"https://photos.example/{'a' * 2048}",
        f"media/../{KEY}",
    ],
)
def test_what_is_no_plain_https_or_bucket_address_is_refused(text: str) -> None:
    with pytest.raises(MediaRefused) as refused:
        read_source(text)
    assert "secret" not in str(refused.value)


def test_a_redirect_may_lead_on_to_https_and_to_nothing_else() -> None:
    start = read_source("https://photos.example/a/cup.jpg")
    assert isinstance(start, Web)
    assert follow_redirect(start, "../b/cup.jpg").text == "https://photos.example/b/cup.jpg"
    assert follow_redirect(start, "//cdn.example/cup.jpg").host == "cdn.example"
    for location in (
        "http://photos.example/cup.jpg",
        "file:///etc/passwd",
        "s3://bucket/cup.jpg",
        "https://a:b@c.example/",
    ):
        with pytest.raises(MediaRefused):
            follow_redirect(start, location)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_a_public_machine_may_be_asked(address: str) -> None:
    assert may_be_asked(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "169.254.170.2",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:10.0.0.1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2002:5db8:d822::1",
        "2001:0:5db8:d822::1",
        "2001:db8::1",
        "3fff::1",
        "3fff:fff::1",
        "192.88.99.1",
        "192.0.0.9",
        "fec0::1",
        "2001:20::1",
        "2001:2f:ffff::1",
        "2001:10::1",
        "5f00::1",
        "100::1",
        "::5db8:d822",
        "4000::1",
        "not an address",
        "",
    ],
)
def test_a_machine_inside_may_not_be_asked_however_its_address_is_written(address: str) -> None:
    assert not may_be_asked(address)


@given(
    st.ip_addresses(network="10.0.0.0/8")
    | st.ip_addresses(network="169.254.0.0/16")
    | st.ip_addresses(network="127.0.0.0/8")
)
def test_no_wrapping_makes_an_inner_address_a_public_one(inner: object) -> None:
    for wrapped in (f"{inner}", f"::ffff:{inner}", f"64:ff9b::{inner}"):
        assert not may_be_asked(wrapped)


def test_every_block_that_serves_nobody_on_the_internet_is_closed_at_both_ends() -> None:
    """IANA, special-purpose address registries, and the site-local addresses that RFC 3879 took out of use."""
    blocks = (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
        "192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 "
        "203.0.113.0/24 240.0.0.0/4 ::/128 ::1/128 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001::/32 "
        "2001:2::/48 2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28 2001:30::/28 2001:db8::/32 2002::/16 "
        "2620:4f:8000::/48 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10"
    )
    open_ = [one for one in map(ip_network, blocks.split()) if may_be_asked(str(one[0])) or may_be_asked(str(one[-1]))]
    assert open_ == []


def test_the_laptop_twin_may_ask_its_own_machine_and_no_other_inside() -> None:
    assert read_source("http://127.0.0.1:8080/cup.jpg", loopback=True) == Web(
        secure=False, host="127.0.0.1", port=8080, target="/cup.jpg", text="http://127.0.0.1:8080/cup.jpg"
    )
    assert may_be_asked("127.0.0.1", loopback=True)
    assert may_be_asked("::1", loopback=True)
    assert not may_be_asked("169.254.169.254", loopback=True)
    assert not may_be_asked("10.0.0.1", loopback=True)
