import { mount } from 'svelte';
import Popup from './Popup.svelte';
import '../styles/base.css';

const target = document.getElementById('app');
if (target) mount(Popup, { target });
